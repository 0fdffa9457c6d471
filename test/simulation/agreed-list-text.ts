/** A row of a trial, as far as schedules differ in it. */
export type SimulatedTrial = {
  readonly trialId: string;
  readonly firmware: string;
  readonly endDate?: string;
  readonly endDecision?: 'suspend' | 'remain-pending-certification' | '';
};

/** An agreed list as the DCC would send it: every row of one manufacturer and model. */
export function agreedListCsv(rows: readonly SimulatedTrial[]): string {
  const header =
    'trial_id,manufacturer_identifier,device_type,variant_family,model_identifier,hardware_version,firmware_version,trial_certificate_id,device_limit,start_date,end_date,end_decision,justification,ssc_decision_reference,dcc_instruction_reference,dsp_agreement_reference,sponsoring_supplier,compliance_statements,department_notified_on';
  const lines = rows.map(
    ({ trialId, firmware, endDate = '2028-04-30', endDecision = '' }) =>
      `${trialId},AB01,ESME,single,0001,0101,${firmware},TRIAL-CPA-1,100,2026-11-01,${endDate},${endDecision},,SSC:${trialId}-1,DCC-SERVICE:${trialId}-2,DSP-SERVICE:${trialId}-3,Synthetic Supplier,GBCS and SMETS self-certified (synthetic),2026-10-20`,
  );
  return `${[header, ...lines].join('\n')}\n`;
}
