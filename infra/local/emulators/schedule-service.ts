import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import type { Schedule, ScheduleBook } from '../events/schedule-book.ts';
import { callerOf, type Meter } from '../meter.ts';
import { SCHEDULE } from '../template/readers/compute.ts';
import type { Account } from '../template/resource-kind.ts';
import { arn } from '../template/resource-kind.ts';
import { bodyText, type HttpService, listen, restJson, ServiceError } from './http-service.ts';

const Ignored = z.looseObject({ ClientToken: z.string().optional(), Description: z.string().optional() });

/** Starts EventBridge Scheduler on the loopback address: create, get, list and delete schedules. */
export function startScheduler(book: () => ScheduleBook, account: Account, meter: Meter): Promise<HttpService> {
  const existing = (name: string): Schedule => {
    const schedule = book().get(name);
    if (schedule === undefined)
      throw new ServiceError('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
    return schedule;
  };
  const create = async (name: string, request: IncomingMessage): Promise<unknown> => {
    if (book().get(name) !== undefined)
      throw new ServiceError('ConflictException', `Schedule ${name} already exists.`, 409);
    const { ClientToken: _token, Description: _text, ...given } = Ignored.parse(JSON.parse(await bodyText(request)));
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
    restJson(async (request, url) => {
      const [root, encoded, ...rest] = url.pathname.slice(1).split('/');
      const name = decodeURIComponent(encoded ?? '');
      const wanted = `${request.method ?? ''} ${name === '' ? 'list' : 'one'}`;
      if (root !== 'schedules' || rest.length > 0) throw notThere(request, url);
      meter.count('scheduler', wanted, callerOf(request));
      switch (wanted) {
        case 'GET list':
          return { Schedules: book().list().map(summaryOf) };
        case 'GET one':
          return existing(name);
        case 'POST one':
          return create(name, request);
        case 'DELETE one':
          existing(name);
          book().remove(name);
          return {};
        default:
          throw notThere(request, url);
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

function notThere(request: IncomingMessage, url: URL): ServiceError {
  return new ServiceError(
    'ValidationException',
    `The local Scheduler does not have ${request.method ?? ''} ${url.pathname}`,
    501,
  );
}
