import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/**
 * Commits whose effects could not be performed, whole. They are persons' rows, so they rest like dead letters of
 * customer events: encrypted, closed, 14 days at most. See docs/decisions/0007-relay-failures.md.
 */
export function failureBucket(scope: Construct): Bucket {
  const bucket = new Bucket(scope, 'RelayFailures', {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    // No versions: an object that expires or is purged for an erasure must be gone.
    versioned: false,
    lifecycleRules: [{ expiration: Duration.days(14) }],
    // A full bucket must survive the stack's end; emptying it by a function would be a custom resource.
    removalPolicy: RemovalPolicy.RETAIN,
  });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason: 'Normally empty, written by Lambda alone; an access log would be one more bucket that keeps ids.',
  });
  return bucket;
}
