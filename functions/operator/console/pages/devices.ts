import { normaliseEui } from '../../../domain/devices/eui.ts';
import { html } from '../../../email/html.ts';
import { statusInWords } from '../../../email/status-words.ts';
import { deviceView } from '../../views/device.ts';
import { WrongUse } from '../../wrong-use.ts';
import { actForm } from '../forms.ts';
import type { Act, Done, Look, Page, PageModule } from '../page.ts';
import { at, facts, link, section, table, tag } from '../parts.ts';
import { moment } from '../time.ts';

/** A device by its EUI, with its histories. */
export const DEVICE_PAGES: readonly PageModule[] = [
  { path: '/devices', place: 'trials', show: findPage, unsigned: { find } },
  { path: '/devices/:id', place: 'trials', show: devicePage },
];

async function findPage(look: Look): Promise<Page> {
  return {
    title: 'Find a device of the inventory',
    main: html`<section aria-label="Find a device">
      ${actForm(look, {
        name: 'find',
        button: 'Find it',
        tone: 'primary',
        unsigned: true,
        fields: [
          {
            name: 'device',
            label: 'Device ID (EUI-64)',
            hint: 'Eight pairs of hexadecimal digits: 00-00-5E-EF-10-00-00-07',
          },
        ],
      })}
    </section>`,
  };
}

async function find({ field }: Act): Promise<Done> {
  const text = field('device');
  const deviceId = normaliseEui(text);
  if (deviceId === undefined)
    throw new WrongUse(`${text || 'Nothing'} is not an EUI-64: eight pairs of hexadecimal digits joined by dashes`);
  return { said: '', go: at('/devices', deviceId) };
}

async function devicePage(look: Look): Promise<Page | undefined> {
  const deviceId = normaliseEui(look.of['id'] ?? '');
  if (deviceId === undefined) return undefined;
  const device = await deviceView(look.source.access.ports, deviceId);
  const code = (text: string | null) => (text === null ? null : html`<span class="code">${text}</span>`);
  const substitute = device.gbcsVersion !== device.declaredGbcsVersion;
  return {
    title: deviceId,
    above: [['/devices', 'Find another device']],
    main: html`${section(
      'device',
      device.known ? 'As it is now' : device.status === null ? 'No event has named this device yet' : 'It is deleted',
      facts([
        ['Status', device.status === null ? '' : tag(statusInWords(device.status), 'plain')],
        [
          'Trial',
          device.trial === null
            ? 'none'
            : html`${link(at('/trials', device.trial.trialId), device.trial.trialId)} since
              ${moment(device.trial.since)}`,
        ],
        ['Type', device.deviceType],
        ['Manufacturer', code(device.manufacturer)],
        ['Model', code(device.model)],
        ['Firmware', code(device.firmwareVersion)],
        ['On the list', device.known ? (device.onCpl ? 'yes' : 'no') : ''],
        ['Entry number', device.entryNumber],
        ['GBCS declared', device.declaredGbcsVersion],
        [
          'GBCS in the DSP',
          device.gbcsVersion === null
            ? ''
            : substitute
              ? `${device.gbcsVersion}, a substitute: its correction is outstanding`
              : device.gbcsVersion,
        ],
      ]),
    )}
    ${section(
      'history',
      'Status, newest first',
      table(
        'Status history',
        ['Status', 'From'],
        device.statusHistory.toReversed().map(({ status, from, folded }) => ({
          key: `${from} ${status}`,
          cells: [
            statusInWords(status),
            html`${moment(from)}${folded === undefined ? '' : `, and ${folded} more after it, no longer listed`}`,
          ],
        })),
        'Nothing is known.',
      ),
    )}
    ${section(
      'trials',
      'Trials it was in, newest first',
      table(
        'Trial history',
        ['Trial', 'From', 'To'],
        device.trialHistory.toReversed().map(({ trialId, from, to, folded }) => ({
          key: `${from} ${trialId}`,
          cells: [
            link(at('/trials', trialId), trialId),
            moment(from),
            html`${to === null ? 'now' : moment(to)}${folded === undefined ? '' : `, and ${folded} more after it, no longer listed`}`,
          ],
        })),
        'None.',
      ),
    )}`,
  };
}
