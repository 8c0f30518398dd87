/** What the log keeps of a fault: where and what, with its causes; of a database error only what holds no value of a row. */
export function describeFault(fault: unknown, depth = 0): Record<string, unknown> {
  if (!(fault instanceof Error)) return { type: typeof fault }
  const frames = fault.stack?.split('\n').filter(line => /^\s+at /.test(line)) ?? []
  return {
    type: fault.name,
    ...pickPostgres(fault),
    message: isAboutValues(fault) ? '[values]' : fault.message,
    stack: frames.slice(0, 12).map(line => line.trim()),
    ...(fault.cause !== undefined && depth < 4 ? { cause: describeFault(fault.cause, depth + 1) } : {}),
  }
}

/** `detail` and `where` of a database error may quote rows, so they stay out. */
function pickPostgres(fault: Error): Record<string, unknown> {
  const facts = fault as Error & Record<string, unknown> // read by name, whatever is there
  return Object.fromEntries(
    ['code', 'table_name', 'constraint_name', 'routine'].filter(name => typeof facts[name] === 'string').map(name => [name, facts[name]]),
  )
}

/** Database errors of class 22 (data) and 23 (constraints) quote the value they met. */
const isAboutValues = (fault: Error): boolean => 'code' in fault && typeof fault.code === 'string' && /^2[23]/.test(fault.code)
