type Flush = () => Promise<void>;

/** One listener of the process for all clients in it: Node warns from the eleventh on. */
const atExit = new Set<Flush>();
const atSigterm = new Set<Flush>();

function flushAll(clients: ReadonlySet<Flush>): Promise<unknown> {
  return Promise.allSettled([...clients].map((flush) => flush()));
}

/** Emitted again after each round of work: with nothing left to send, the process ends. */
function onBeforeExit(): void {
  void flushAll(atExit);
}

/** Ends the process as the signal would have, unless somebody else listens: then the end is theirs to choose. */
function onSigterm(): void {
  void flushAll(atSigterm).then(() => {
    process.off('SIGTERM', onSigterm);
    if (process.listenerCount('SIGTERM') === 0) process.kill(process.pid, 'SIGTERM');
  });
}

function hook(clients: Set<Flush>, flush: Flush, event: 'beforeExit' | 'SIGTERM', listener: () => void): () => void {
  if (clients.size === 0) process.on(event, listener);
  clients.add(flush);
  return () => {
    clients.delete(flush);
    if (clients.size === 0) process.off(event, listener);
  };
}

/** Flushes before the process ends by itself and, where asked for, at SIGTERM. Gives what takes the hooks away. */
export function flushAtExit(flush: Flush, { sigterm }: { readonly sigterm: boolean }): () => void {
  const unhook = [hook(atExit, flush, 'beforeExit', onBeforeExit)];
  if (sigterm) unhook.push(hook(atSigterm, flush, 'SIGTERM', onSigterm));
  return () => {
    for (const each of unhook) each();
  };
}
