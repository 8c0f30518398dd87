import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { it } from 'vitest'
import { parseLibrary } from '../../db/edition/parse-library.js'
import { lintPlaybook } from '../../schema/domain/playbooks/lint-playbook.js'
import { standardEdition } from '../support/standard-edition.js'
it('x', async () => {
  const lib = parseLibrary(parse(readFileSync('db/edition/2026.1/playbooks.yaml','utf8')))
  if (!lib.ok) { console.log(lib.issues.map(i=>i.path.join('.')+' '+i.messageEn).join('\n')); return }
  
  
  const ed = await standardEdition()
  const ctx = { library: lib.value, hazards: new Set(ed.codelists.get('hazard_type')!.items.keys()), topics: new Set(ed.codelists.get('topic')!.items.keys()), measures: new Set(ed.measures.keys()), today: '2026-11-22' }
  for (const p of lib.value.playbooks.values()) for (const i of lintPlaybook(p, ctx)) console.log(p.code, i.code, i.severity, i.path.join('.'), i.got, i.code==='PLACEHOLDER_PARTICLE'||i.code==='PLAYBOOK_HARD_WORD'?'':'' )
})
