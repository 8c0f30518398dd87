import { Directive, Field, ID, ObjectType } from 'type-graphql'
import type { Confusion as DomainConfusion, Term as DomainTerm } from '../domain/terms/term.js'

@ObjectType('Confusion', { description: 'Another thing that the same words are used for. Open to every caller.' })
class Confusion implements DomainConfusion {
  @Field(() => ID, { description: 'Ref of the other thing; the glossary need not have a term for it.' })
  readonly ref: string

  @Field(() => String, { nullable: true, description: 'How the two differ, in Korean; null when not recorded.' })
  readonly whyKo: string | null

  @Field(() => String, { nullable: true, description: 'How the two differ, in English; null when not recorded.' })
  readonly whyEn: string | null
}

@ObjectType('AmbiguousLabel', {
  description: 'A word with several meanings: rows that use it are held unless the row itself narrows it to one. Open to every caller.',
})
class AmbiguousLabel {
  @Field(() => String, { description: 'The word as centers write it.' })
  readonly label: string

  @Field(() => [ID], { description: 'Refs of what it may mean.' })
  readonly candidates: readonly string[]

  @Field(() => String, { description: 'How to decide, in Korean.' })
  readonly ruleKo: string

  @Field(() => String, { description: 'How to decide, in English.' })
  readonly ruleEn: string
}

@Directive('@key(fields: "ref")')
@ObjectType('Term', { description: 'An entry of the glossary: a standard name, and the words that lead to it. Open to every caller.' })
export class Term implements DomainTerm {
  @Field(() => ID, { description: 'What it names: measure:calls_offered, indicator:asa or codelist:channel.voice.' })
  readonly ref: string

  @Field(() => String, { description: 'Standard name in Korean.' })
  readonly nameKo: string

  @Field(() => String, { description: 'Standard name in English.' })
  readonly nameEn: string

  @Field(() => [String], { description: 'Words that lead to it at once, provisionally until the center that uses the word confirms it.' })
  readonly synonyms: readonly string[]

  @Field(() => [Confusion], { description: 'What it is confused with; empty: nothing known.' })
  readonly confusableWith: readonly Confusion[]

  @Field(() => [AmbiguousLabel], { description: 'Words that may mean it or something else; empty: none known.' })
  readonly ambiguousLabels: readonly AmbiguousLabel[]
}
