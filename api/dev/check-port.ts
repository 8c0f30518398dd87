import { once } from 'node:events'
import { createServer } from 'node:net'
import { StartFault } from './start-fault.js'

/** Refuses a port that cannot be listened on, naming the variable that moves it. */
export async function checkPort(variable: string, port: number, host: string): Promise<void> {
  const probe = createServer()
  try {
    probe.listen(port, host)
    await once(probe, 'listening')
  } catch {
    throw new StartFault(
      `${port}번 포트를 쓸 수 없습니다(이미 사용 중일 수 있습니다). ${variable}로 바꿀 수 있습니다. 예: ${variable}=${port + 100} npm start`,
      `Port ${port} cannot be used; something else may be listening there. ${variable} moves it: ${variable}=${port + 100} npm start`,
    )
  } finally {
    probe.close()
  }
}
