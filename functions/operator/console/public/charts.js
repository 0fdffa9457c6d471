/** Reads all charts of a page at one time: by pointing at any of them, or by the keys of the slider. */
export function readCharts() {
  const slider = document.getElementById('read-at');
  if (slider === null) return;
  document.body.classList.add('reads');
  const charts = document.querySelectorAll('.chart');
  let at = Number(slider.value);
  let begin = 0;

  for (const chart of charts) {
    const plot = chart.querySelector('.plot');
    const read = ({ clientX }) => {
      const { left, width } = plot.getBoundingClientRect();
      const last = Number(slider.max);
      point(Math.min(last, Math.max(0, Math.floor(((clientX - left) / width) * (last + 1)))));
    };
    plot.addEventListener('pointermove', read);
    plot.addEventListener('pointerdown', read);
  }
  slider.addEventListener('input', () => point(Number(slider.value)));
  slider.form.addEventListener('submit', (event) => event.preventDefault());
  // When the page was changed in place, the same time is read again; who reads the latest goes on to do so.
  document.addEventListener('shown', () => {
    const { from, period } = slider.form.dataset;
    const place = Math.round((begin - Number(from)) / Number(period));
    point(at === Number(slider.max) ? at : Math.min(Number(slider.max), Math.max(0, place)));
  });
  point(at);

  function point(place) {
    const { from, period } = slider.form.dataset;
    at = place;
    begin = Number(from) + place * Number(period);
    slider.value = String(place);
    const time = `${DAY.format(begin)}, ${CLOCK.format(begin)} to ${CLOCK.format(begin + Number(period))}`;
    slider.setAttribute('aria-valuetext', time);
    document.getElementById('read-time').textContent = time;
    document.getElementById('read-happened').textContent = happened(begin, begin + Number(period));
    for (const chart of charts) {
      chart.querySelector('.cursor').setAttribute('d', `M${place + 0.5} 0V100`);
      const cells = chart.querySelectorAll(`tr[data-key="${place}"] td`);
      for (const output of chart.querySelectorAll('output[data-series]'))
        output.textContent =
          cells[Number(output.dataset.series) + 1]?.textContent.trim().replace(/^–$/, '') || 'no value';
    }
  }
}

function happened(begin, end) {
  const rows = [...document.querySelectorAll('#happened tbody tr')].filter((row) => {
    const time = Date.parse(row.querySelector('time').dateTime);
    return time >= begin && time < end;
  });
  return rows.map((row) => row.lastElementChild.textContent.trim()).join('; ');
}

const CLOCK = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
});
const DAY = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'short',
  day: 'numeric',
  month: 'short',
});
