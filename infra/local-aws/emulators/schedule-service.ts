import * as z from 'zod';
import type { Schedule, ScheduleBook } from '../events/schedule-book.ts';
import { SCHEDULE } from '../template/readers/compute.ts';
import type { Account } from '../template/resource-kind.ts';
import { arn } from '../template/resource-kind.ts';
import type { Guard } from './guard.ts';
import { type HttpService, listen, type RestCall, restJson, ServiceError, unescaped } from './http-service.ts';

const Ignored = z.looseObject({ ClientToken: z.string().optional(), Description: z.string().optional() });

const MOST_BYTES = 1024 * 1024;

/** Starts EventBridge Scheduler on the loopback address: create, get, list and delete schedules. */
export function startScheduler(book: () => ScheduleBook, account: Account, guard: Guard): Promise<HttpService> {
  const existing = (name: string): Schedule => {
    const schedule = book().get(name);
    if (schedule === undefined)
      throw new ServiceError('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
    return schedule;
  };
  const create = (name: string, content: unknown): unknown => {
    if (book().get(name) !== undefined)
      throw new ServiceError('ConflictException', `Schedule ${name} already exists.`, 409);
    const { ClientToken: _token, Description: _text, ...given } = Ignored.parse(content);
    const properties = SCHEDULE.properties.safeParse(given);
    if (!properties.success) throw new ServiceError('ValidationException', z.prettifyError(properties.error));
    const schedule = scheduleOf(name, properties.data, account);
    try {
      book().add(schedule);
    } catch (cause) {
      throw new ServiceError('ValidationException', String(cause));
    }
    return { ScheduleArn: schedule.Arn };
  };
  return listen(
    restJson(guard, MOST_BYTES, async (call) => {
      const { method, path, caller, content } = call;
      const [root, encoded, ...rest] = path.slice(1).split('/');
      const name = unescaped(encoded ?? '');
      const wanted = `${method} ${name === '' ? 'list' : 'one'}`;
      if (root !== 'schedules' || rest.length > 0) throw notThere(call);
      guard.meter.count('scheduler', wanted, caller);
      switch (wanted) {
        case 'GET list':
          return { Schedules: book().list().map(summaryOf) };
        case 'GET one':
          return existing(name);
        case 'POST one':
          return create(name, content);
        case 'DELETE one':
          existing(name);
          book().remove(name);
          return {};
        default:
          throw notThere(call);
      }
    }),
  );
}

/** A schedule that begins now. */
export function scheduleOf(name: string, properties: z.output<typeof SCHEDULE.properties>, account: Account): Schedule {
  return {
    ...properties,
    Name: name,
    Arn: arn('scheduler', account, `schedule/${properties.GroupName}/${name}`),
    CreationDate: Date.now(),
  };
}

function summaryOf({ Arn, CreationDate, GroupName, Name, State, Target }: Schedule): object {
  return { Arn, CreationDate: CreationDate / 1000, GroupName, Name, State, Target: { Arn: Target.Arn } };
}

function notThere({ method, path }: RestCall): ServiceError {
  return new ServiceError('ValidationException', `The local Scheduler does not have ${method} ${path}`, 501);
}
