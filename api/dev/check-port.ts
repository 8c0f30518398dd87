import { once } from 'node:events'
import { createServer } from 'node:net'
import { StartFault } from './start-fault.js'

/** Refuses a port that cannot be listened on or that no browser or `fetch` may call, naming the variable that moves it. */
export async function checkPort(variable: string, port: number, host: string): Promise<void> {
  const moveKo = `${variable}로 바꿀 수 있습니다. 예: ${variable}=${port + 100} npm start`
  const moveEn = `${variable} moves it: ${variable}=${port + 100} npm start`
  if (await isBlocked(port)) {
    throw new StartFault(
      `${port}번 포트는 브라우저와 fetch가 막는 포트입니다. ${moveKo}`,
      `Port ${port} is one that browsers and fetch refuse to call. ${moveEn}`,
    )
  }
  const probe = createServer()
  try {
    probe.listen(port, host)
    await once(probe, 'listening')
  } catch {
    throw new StartFault(
      `${port}번 포트를 쓸 수 없습니다(이미 사용 중일 수 있습니다). ${moveKo}`,
      `Port ${port} cannot be used; something else may be listening there. ${moveEn}`,
    )
  } finally {
    probe.close()
  }
}

/** The Fetch standard's list of bad ports, as `fetch` itself has it: those are refused before anything is sent. Port 0 stands for any free one. */
async function isBlocked(port: number): Promise<boolean> {
  if (port === 0) return false
  try {
    await fetch(`http://127.0.0.1:${port}`, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(1_000) })
    return false
  } catch (fault) {
    const { cause } = fault as Error // fetch throws nothing else
    return cause instanceof Error && cause.message === 'bad port'
  }
}
