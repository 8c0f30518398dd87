/** Lines of `npm start` on the screen: Korean first, English beside it. */
export const say = (ko: string, en: string): void => void process.stdout.write(`  ${ko} · ${en}\n`)

/** What went wrong, on standard error. */
export const complain = (ko: string, en: string): void => void process.stderr.write(`\n  ${ko}\n  ${en}\n`)
