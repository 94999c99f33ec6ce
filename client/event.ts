import type { PermissionEvents } from './permission-events.ts';

/** Properties of a type that the tracking plan gives no sample of. */
export type OpenProperties = { readonly [name: string]: unknown };

/** Any type with any properties: what a client without an `EventMap` takes. */
export type OpenEvents = Record<string, OpenProperties>;

/** What can be tracked: the types of the tracking plan, and those that change permission. */
export type EventType<Events> = Extract<keyof Events | keyof PermissionEvents, string>;

/** What a type says; of a type that changes permission heed itself knows it. */
export type PropertiesOf<Events, Type> = Type extends keyof PermissionEvents
  ? PermissionEvents[Type]
  : Type extends keyof Events
    ? Events[Type]
    : never;

/** One event of the public contract. */
export type TrackedEvent<Events, Type extends EventType<Events> = EventType<Events>> = {
  /** `noun.verb-in-past`, such as `order.placed`. */
  readonly type: Type;
  /** The id under which your systems know the customer, never an address. */
  readonly profileId: string;
  /**
   * Your own id of this event, such as `o-991-placed`, one of its own for each event of a person: tracked again with it, by
   * whatever process, it counts once. Left out, it is a random one, which covers everything that the client does again by itself.
   */
  readonly eventId?: string;
  /** When it happened; an ISO instant. Left out: the moment of `track`. */
  readonly occurredAt?: string | Date;
  /** Facts about the person, such as `email`, `locale`, `timeZone`; each keeps its own time. */
  readonly traits?: { readonly [name: string]: unknown };
} & Said<PropertiesOf<Events, Type>>;

/** `properties` may be left out where nothing in them is required. */
type Said<Properties> =
  Record<never, never> extends Properties ? { readonly properties?: Properties } : { readonly properties: Properties };
