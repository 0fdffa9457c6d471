/** Answers the commands of an SDK client. */
export type Answering = (action: string, input: unknown) => Promise<unknown>;

/** A client of the SDK whose every command is answered by a simulation; only `send` is there. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- which client it stands for is the caller's to say
export function simulatedClient<Client>(answer: Answering): Client {
  const send = (command: { readonly input: unknown }): Promise<unknown> =>
    answer(command.constructor.name.replace(/Command$/, ''), command.input);
  return { send } as unknown as Client;
}
