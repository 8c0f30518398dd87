import { beforeAll, describe, expect, it } from 'vitest'
import { buildMatcher, type Matcher } from '../../../schema/domain/terms/build-matcher.js'
import { evidenceHash } from '../../../schema/domain/terms/evidence-hash.js'
import type { LocalWord } from '../../../schema/domain/terms/proposal.js'
import { proposeMapping } from '../../../schema/domain/terms/propose-mapping.js'
import { standardPack } from '../../support/standard-pack.js'

let matcher: Matcher
beforeAll(async () => {
  matcher = buildMatcher(await standardPack(), { version: 'test', rows: [], ranges: [], sizes: [] })
})

const hashOf = (word: LocalWord) => evidenceHash(word, proposeMapping(matcher, word))
const word: LocalWord = { kind: 'measure', label: '인입호', unit: '호', values: [], center: 'busan' }

describe('evidence of a proposal', () => {
  it('has one name while label and evidence are the same, whatever the spelling of the label', () => {
    expect(hashOf({ ...word, label: '인입 호'.normalize('NFD') })).toBe(hashOf(word))
    expect(hashOf(word)).toMatch(/^[0-9a-f]{32}$/)
  })

  it('has another name for another label', () => {
    expect(hashOf({ ...word, label: '응대호' })).not.toBe(hashOf(word))
  })
})
