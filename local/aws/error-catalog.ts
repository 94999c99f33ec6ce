import type { JsonObject } from '../../shared/kernel/json.ts';
import { AwsError } from './aws-error.ts';
import type { AwsService } from './call.ts';

type Entry = readonly [status: number, message: string];

const THROTTLED = 'Rate exceeded';

/** Every error that a fault may ask for by name, with AWS's status and usual words. SES: permission.md 1.3. */
const CATALOG: Readonly<Record<AwsService, Readonly<Record<string, Entry>>>> = {
  dynamodb: {
    ConditionalCheckFailedException: [400, 'The conditional request failed'],
    InternalServerError: [500, 'Internal server error'],
    ItemCollectionSizeLimitExceededException: [400, 'Collection size exceeded.'],
    LimitExceededException: [400, 'Subscriber limit exceeded.'],
    ProvisionedThroughputExceededException: [
      400,
      'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
    ],
    RequestLimitExceeded: [
      400,
      'Throughput exceeds the current throughput limit for your account. Please contact AWS Support at https://aws.amazon.com/support request a limit increase',
    ],
    ResourceNotFoundException: [400, 'Requested resource not found'],
    ServiceUnavailable: [503, 'The service is currently unavailable or busy.'],
    ThrottlingException: [400, 'Throughput exceeds the current capacity of your table or index.'],
    TransactionCanceledException: [
      400,
      'Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict]',
    ],
    TransactionConflictException: [400, 'Transaction is ongoing for the item'],
    TransactionInProgressException: [400, 'The transaction with the given request token is already in progress.'],
    ValidationException: [400, 'One or more parameter values were invalid'],
  },
  sqs: {
    InternalFailure: [500, 'An internal failure occurred.'],
    InvalidMessageContents: [400, 'The message contains characters outside the allowed set.'],
    KmsThrottled: [400, THROTTLED],
    OverLimit: [403, 'The maximum number of inflight messages was reached.'],
    QueueDoesNotExist: [400, 'The specified queue does not exist.'],
    ReceiptHandleIsInvalid: [404, 'The input receipt handle is invalid.'],
    RequestThrottled: [403, THROTTLED],
    ServiceUnavailable: [503, 'Service is unavailable.'],
    ThrottlingException: [400, THROTTLED],
  },
  events: {
    InternalException: [500, 'This exception occurs due to unexpected causes.'],
    InternalFailure: [500, 'An internal failure occurred.'],
    LimitExceededException: [400, 'The request exceeds a limit of your account.'],
    OperationDisabledException: [400, 'The operation is not available in this region.'],
    ResourceNotFoundException: [400, 'Event bus does not exist.'],
    ServiceUnavailable: [503, 'Service is unavailable.'],
    ThrottlingException: [400, THROTTLED],
  },
  ses: {
    AccountSuspendedException: [400, "Your account's ability to send email has been permanently restricted."],
    BadRequestException: [400, 'The input you provided is invalid.'],
    InternalServiceErrorException: [500, 'An internal service error occurred.'],
    LimitExceededException: [400, 'There are too many instances of the specified resource type.'],
    MailFromDomainNotVerifiedException: [400, "The sending domain isn't verified."],
    MessageRejected: [400, 'Email address is not verified.'],
    NotFoundException: [404, "The resource you attempted to access doesn't exist."],
    SendingPausedException: [400, 'Email sending is disabled for your account.'],
    ServiceUnavailable: [503, 'Service is unavailable.'],
    Throttling: [400, 'Maximum sending rate exceeded.'],
    ThrottlingException: [400, 'Maximum sending rate exceeded.'],
    TooManyRequestsException: [429, 'Maximum sending rate exceeded.'],
  },
  kms: {
    DependencyTimeoutException: [500, 'The system timed out while trying to fulfill the request.'],
    DisabledException: [400, 'The key is disabled.'],
    InternalFailure: [500, 'An internal failure occurred.'],
    KMSInternalException: [500, 'An internal error occurred.'],
    KMSInvalidStateException: [400, 'The key is pending deletion.'],
    KeyUnavailableException: [500, 'The key is currently unavailable.'],
    NotFoundException: [400, 'The key does not exist.'],
    ServiceUnavailable: [503, 'Service is unavailable.'],
    ThrottlingException: [
      400,
      'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
    ],
  },
};

/** Names that any service answers, from AWS's common errors. */
const EVERYWHERE: Readonly<Record<string, Entry>> = {
  AccessDeniedException: [400, 'User is not authorized to perform this action'],
  ExpiredTokenException: [403, 'The security token included in the request is expired'],
  RequestTimeout: [408, 'The request timed out.'],
  UnrecognizedClientException: [400, 'The security token included in the request is invalid.'],
};

/**
 * The error as AWS would answer it; `message` replaces the usual words. A name that is not listed here is answered all the
 * same, with 5xx where it speaks of AWS's own failing and 400 otherwise: the SDK makes a plain service exception of it.
 */
export function catalogError(service: AwsService, name: string, message?: string): AwsError {
  const [status, usual] = CATALOG[service][name] ?? EVERYWHERE[name] ?? unlisted(name);
  const words = message ?? usual;
  return new AwsError(name, status, words, name === 'TransactionCanceledException' ? cancellation(words) : {});
}

function unlisted(name: string): Entry {
  if (/unavailable/i.test(name)) return [503, 'Service is unavailable.'];
  return /internal|failure|timeout/i.test(name) ? [500, 'An internal failure occurred.'] : [400, name];
}

/** CancellationReasons out of the list that AWS's words end in: `[None, ConditionalCheckFailed]`. */
function cancellation(words: string): JsonObject {
  const codes = /\[([A-Za-z, ]+)\]\s*$/.exec(words)?.[1]?.split(',') ?? ['TransactionConflict'];
  return {
    CancellationReasons: codes.map((code) => ({
      Code: code.trim(),
      ...(code.trim() !== 'None' && { Message: REASONS[code.trim()] ?? code.trim() }),
    })),
  };
}

const REASONS: Readonly<Record<string, string>> = {
  ConditionalCheckFailed: 'The conditional request failed',
  TransactionConflict: 'Transaction is ongoing for the item',
};
