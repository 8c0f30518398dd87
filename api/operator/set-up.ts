import { parseArgs } from 'node:util'
import { setUpDatabase } from '../../db/set-up.js'
import { ConfigFault, readConfig, requireDatabase } from '../config.js'
import { readProcessConfig } from '../process-config.js'
import { registerAdministrator, type Administrator } from './register-administrator.js'

// npm run setup -- [--admin SUBJECT [--kind client|person]]: brings a database of your own to where start:api and start:jobs can serve.

const database = readProcessConfig(() => requireDatabase(readConfig()))
const administrator = readProcessConfig(readAdministrator)
const ownerUrl = database.migrationUrl.reveal()

const { migrations, edition, isNewEdition } = await setUpDatabase(ownerUrl)
say(
  `데이터베이스 구조 ${migrations.total}단계(이번에 ${migrations.applied.length}단계)`,
  `schema at step ${migrations.total}, ${migrations.applied.length} now`,
)
say(`표준 ${edition}판 ${isNewEdition ? '올림' : '이미 있음'}`, `edition ${edition} ${isNewEdition ? 'loaded' : 'was there'}`)
if (administrator !== null) {
  await registerAdministrator(ownerUrl, administrator)
  say(`관리자 ${administrator.subject} 등록`, `administrator ${administrator.subject} registered`)
}
say('다음: npm run start:api, npm run start:jobs', 'next: npm run start:api and npm run start:jobs')
if (administrator === null) {
  say(
    '첫 관리자 등록: npm run setup -- --admin 토큰의_client_id',
    'the first administrator: npm run setup -- --admin CLIENT_ID_OF_THE_TOKEN',
  )
}

function readAdministrator(): Administrator | null {
  const { values } = parseArgs({ options: { admin: { type: 'string' }, kind: { type: 'string', default: 'client' } } })
  const { admin, kind } = values
  if (admin === undefined) return null
  if (kind !== 'client' && kind !== 'person') throw new ConfigFault(['--kind: must be client or person'])
  if (admin.trim() === '' || admin.length > 200) throw new ConfigFault(['--admin: must be the subject of a token, up to 200 characters'])
  return { subject: admin, kind }
}

function say(ko: string, en: string): void {
  process.stdout.write(`  ${ko} · ${en}\n`)
}
