import { readCouncilLexicon } from '../../db/edition/read-lexicon.js'
import { buildMatcher } from '../../schema/domain/terms/build-matcher.js'
import type { Matcher } from '../../schema/domain/terms/matcher.js'
import { standardPack } from './standard-pack.js'

let made: Promise<Matcher> | null = null

/** The matcher of the council's edition 2026.1 with the lexicon that lies beside it, made once a worker. What it remembers of a word is what it would work out again. */
export const councilMatcher = (): Promise<Matcher> => (made ??= makeMatcher())

const makeMatcher = async (): Promise<Matcher> => buildMatcher(await standardPack(), await readCouncilLexicon())
