/** Keys derived from the one KMS HMAC key (GenerateMac over a label), cached; no secret is stored anywhere. */
export interface MacKeys {
  /** 32 bytes for a label such as `address` or `token:202611`. Rejects with RetryableError when KMS does not answer. */
  key(label: string): Promise<Uint8Array>;
}
