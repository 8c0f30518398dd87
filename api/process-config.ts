import { ConfigFault } from './config.js'

/** What a process of its own is told, or its end with code 2 after every fault has been named: a stack trace would say nothing more. */
export function readProcessConfig<T>(read: () => T): T {
  try {
    return read()
  } catch (fault) {
    if (!(fault instanceof ConfigFault)) throw fault
    process.stderr.write(
      `설정에 잘못이 있습니다. 아래 환경 변수를 고치고 다시 실행하십시오.\nThe configuration is at fault; mend these variables and start again.\n${fault.faults
        .map(line => `  ${line}\n`)
        .join('')}`,
    )
    process.exit(2)
  }
}
