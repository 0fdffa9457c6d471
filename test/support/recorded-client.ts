import { simulatedClient } from './simulated-client.ts';

/** What a service answers to a request: always the same, or as it is asked. */
type Answer = object | ((action: string, input: Input) => unknown);
type Input = Readonly<Record<string, unknown>>;

/** A client of the SDK whose service gives these answers one after the other, the last one for ever, and all that it was asked. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- which client it stands for is the caller's to say
export function recordedClient<Client>(...answers: readonly Answer[]) {
  const asked: { readonly action: string; readonly input: Input }[] = [];
  const client = simulatedClient<Client>(async (action, given) => {
    const input: Input = { ...Object(given) };
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? {};
    asked.push({ action, input });
    return typeof answer === 'function' ? answer(action, input) : answer;
  });
  return { client, asked, inputs: () => asked.map(({ input }) => input) };
}

/** An answer that is a fault. */
export function throwing(error: unknown) {
  return () => {
    throw error;
  };
}
