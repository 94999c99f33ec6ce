import { expect, test } from 'vitest';
import { trouble } from '../../local/trouble.ts';

test('what fails again and again is told once, and once more when it had gone well in between', () => {
  const said: string[] = [];
  const reading = trouble((line) => said.push(line), 'a queue cannot be read');
  reading.failed(new Error('no engine'));
  reading.failed(new Error('no engine'));
  reading.wentWell();
  reading.failed('closed');
  expect(said).toEqual(['a queue cannot be read: no engine', 'a queue cannot be read: closed']);
});
