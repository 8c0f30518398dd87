/**
 * Runs `stop` once when this process is asked to end: SIGTERM, SIGINT, SIGHUP, or the process that started it is gone
 * (its IPC channel closed, which also happens when it was killed), so that no child outlives `npm start`.
 * When `stop` has not finished within `limitMs` the process ends with code 1.
 */
export function onStop(stop: () => Promise<void>, limitMs = 14_000): void {
  let isStopping = false
  const end = () => {
    if (isStopping) return
    isStopping = true
    setTimeout(() => process.exit(1), limitMs).unref()
    stop().then(
      () => process.exit(0),
      (fault: unknown) => {
        process.stderr.write(`${String(fault)}\n`)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end)
  if (process.connected) process.once('disconnect', end)
}
