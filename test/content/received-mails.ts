interface Differs {
  readonly from?: string;
  readonly signer?: string;
  readonly covers?: string;
  readonly unsubscribe?: string | null;
  readonly post?: string | null;
}

/** A marketing mail of ours as a mailbox shows its source: signed by our domain and by SES's. */
export function receivedMail({
  from = 'Acme <news@news.acme.example>',
  signer = 'news.acme.example',
  covers = 'From:To:Subject:MIME-Version:\r\n\tList-Unsubscribe:List-Unsubscribe-Post',
  unsubscribe = '<https://links.acme.example/unsubscribe/u1.abc>',
  post = 'List-Unsubscribe=One-Click',
}: Differs = {}): string {
  return [
    'Return-Path: <0102@bounce.news.acme.example>',
    'Received: from a8-30.smtp-out.amazonses.com (a8-30.smtp-out.amazonses.com [54.240.8.30])',
    '\tby mx.mailbox.example; Sat, 21 Nov 2026 10:00:00 +0000',
    'DKIM-Signature: v=1; a=rsa-sha256; q=dns/txt; c=relaxed/simple;',
    `\ts=k1; d=${signer}; t=1795255200;`,
    `\th=${covers};`,
    '\tbh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;',
    '\tb=Aaaa Bbbb=',
    'DKIM-Signature: v=1; a=rsa-sha256; s=ses; d=amazonses.com;',
    ' h=From:To:Subject:Feedback-ID; bh=x=; b=y=',
    `From: ${from}`,
    'To: canary@mailbox.example',
    'Subject: Your cart is waiting',
    ...(unsubscribe === null ? [] : [`List-Unsubscribe: ${unsubscribe}`]),
    ...(post === null ? [] : [`List-Unsubscribe-Post: ${post}`]),
    'MIME-Version: 1.0',
    'Content-Type: text/plain',
    '',
    'Hello',
  ].join('\r\n');
}
