/** Lets a file be dropped anywhere on a page that has a field for one: it is checked at once, as if it had been chosen. */
export function takeDrops() {
  const field = document.querySelector('main form.act input[type=file]');
  if (field === null) return;
  const form = field.form;
  const hold = (event) => {
    event.preventDefault();
    document.body.classList.toggle('dropping', event.type === 'dragover');
  };
  document.addEventListener('dragover', hold);
  document.addEventListener('dragleave', hold);
  document.addEventListener('drop', (event) => {
    hold(event);
    if (event.dataTransfer.files.length === 0) return;
    field.files = event.dataTransfer.files;
    form.requestSubmit();
  });
  field.addEventListener('change', () => form.requestSubmit());
}
