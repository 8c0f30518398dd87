import { access, constants, mkdir, readdir } from 'node:fs/promises'
import { EXIT } from '../exit-code.js'
import { readKeptEdition } from '../submit/edition-cache.js'
import { listSpooled } from '../submit/spool.js'
import { broken, doubtful, faultCode, good, type Finding } from './finding.js'

/** Whether submissions can be kept, what waits, and what was put aside. */
export async function checkSpool(folder: string, programName: string): Promise<Finding> {
  const name = '보관 폴더 spool'
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await access(folder, constants.R_OK | constants.W_OK)
    const { entries, unreadable } = await listSpooled(folder)
    const aside = (await readdir(folder)).filter(file => /^(?:refused|unreadable)-/.test(file))
    if (aside.length + unreadable.length > 0) {
      return doubtful(
        name,
        `${folder}: 허브가 거절했거나 읽을 수 없는 제출 ${aside.length + unreadable.length}건 / refused or unreadable: ${aside.length + unreadable.length}`,
        '파일 이름이 refused-, unreadable-로 시작하는 것을 확인하고 지우십시오. / Look at the files refused-* and unreadable-*, then remove them.',
      )
    }
    if (entries.length === 0) return good(name, `${folder}: 기다리는 제출이 없습니다. / nothing waits`)
    return doubtful(
      name,
      `${folder}: 제출 ${entries.length}건이 기다립니다. / ${entries.length} submissions wait`,
      `${programName} push --spooled`,
    )
  } catch (error) {
    return broken(name, {
      text: `${folder}: 쓸 수 없습니다(${faultCode(error)}). / cannot be written`,
      fix: '폴더의 권한을 고치거나 HUB120_SPOOL로 다른 폴더를 정하십시오. / Mend its permissions, or name another in HUB120_SPOOL.',
      exitCode: EXIT.unreadable,
    })
  }
}

/** The definitions that files are checked by while the hub is away. */
export async function checkEdition(folder: string, url: string): Promise<Finding> {
  const name = '표준 정의 edition'
  const kept = await readKeptEdition(folder, url)
  if (kept.contents !== null) return good(name, `${kept.contents.edition.code}`)
  return doubtful(
    name,
    `보관된 표준 정의가 없습니다. / ${kept.reason}`,
    '허브에 닿으면 다음 push 때 저절로 받습니다. 그때까지는 보내기 전 검사가 없습니다. / The next push that reaches the hub fetches it; until then nothing is checked before it is sent.',
  )
}
