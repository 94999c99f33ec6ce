/** Where the template is brought to life: what CloudFormation's pseudo parameters and the engines' addresses are here. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
  /** Origin of the gateway, `http://127.0.0.1:PORT`. */
  readonly awsOrigin: string;
  /** Origin of the front of an HTTP API, by its logical id. */
  apiOrigin(logicalId: string): string;
  /** `arn:aws:SERVICE:REGION:ACCOUNT:`. */
  arnOf(service: string): string;
}

export type Properties = Readonly<Record<string, unknown>>;

interface NamedResource {
  readonly logicalId: string;
  /** Resolved properties. */
  readonly properties: Properties;
  readonly place: Place;
}

type Given = (resource: NamedResource) => string;

/** What a type of resource answers to `Ref` and `Fn::GetAtt`. */
export interface ResourceKind {
  readonly ref: Given;
  readonly attributes?: Readonly<Record<string, Given>>;
}

/** The name in the template, else the logical id in CloudFormation's stead. */
export function named(property: string): Given {
  return ({ logicalId, properties }) => {
    const name = properties[property];
    return typeof name === 'string' && name !== '' ? name : logicalId;
  };
}

export function arn(service: string, before: string, property: string): Given {
  return (resource) => `${resource.place.arnOf(service)}${before}${named(property)(resource)}`;
}

/** IAM's ARNs have no region. */
export function iamArn(before: string, property: string): Given {
  return (resource) => `arn:aws:iam::${resource.place.accountId}:${before}${named(property)(resource)}`;
}

export const queueUrl: Given = (resource) =>
  `${resource.place.awsOrigin}/${resource.place.accountId}/${named('QueueName')(resource)}`;

/** Wiring that the runner reads from the template or that means nothing on one machine; only its `Ref` is ever asked. */
export const inert: ResourceKind = { ref: ({ logicalId }) => logicalId };
