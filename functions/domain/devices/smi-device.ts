import type { SmiDevice } from './device.ts';
import { currentState, type DeviceRecord, openTrial } from './device-record.ts';
import { isKnown } from './device-state.ts';
import { foldedHistory } from './folded-history.ts';

/**
 * What the inventory shows of a record. With the feature switch off nothing about trials is shown, although it is
 * kept (R54). A device that was never pre-notified, or was deleted, is not `known`; the status of one that was never
 * pre-notified stands for nothing.
 */
export function smiDevice(record: DeviceRecord, { trialFlagging }: { trialFlagging: 'on' | 'off' }): SmiDevice {
  const state = currentState(record);
  const { details, statusHistory } = state;
  const open = openTrial(record);
  const shown = trialFlagging === 'on';
  return {
    deviceId: record.deviceId,
    known: isKnown(state),
    deviceType: details.deviceType ?? '',
    manufacturer: details.manufacturer ?? '',
    model: details.model ?? '',
    firmwareVersion: details.firmwareVersion ?? '',
    smetsChtsVersion: details.smetsChtsVersion ?? '',
    esmeVariant: details.esmeVariant ?? '',
    responsibleParty: details.responsibleParty ?? '',
    status: statusHistory.at(-1)?.status ?? 'Pending',
    statusHistory,
    trial: shown && open !== undefined ? { trialId: open.trialId, since: open.from } : null,
    trialHistory: shown ? foldedHistory(record.trials) : [],
  };
}
