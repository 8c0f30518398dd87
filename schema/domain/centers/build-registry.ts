import type { EditionPack, PackAgreement, PackCalendar, PackCenter } from '../statistics/edition-pack.js'
import type { Registry } from '../statistics/standards.js'
import type { Agreement, Hours, OpeningCalendar } from './calendar.js'
import type { Center, CenterRegion, Region } from './center.js'

const toCenter = (center: PackCenter): Center => ({
  code: center.code,
  nameKo: center.ko,
  nameEn: center.en,
  callCenterNameKo: center.call_centre_name_ko,
  phoneNumber: center.number,
})

const toCenterRegions = ({ code, jurisdiction, jurisdiction_history }: PackCenter): readonly CenterRegion[] =>
  (jurisdiction_history ?? [{ jurisdiction, valid_from: null, valid_to: null }]).map(span => ({
    center: code,
    region: span.jurisdiction,
    validFrom: span.valid_from,
    validTo: span.valid_to,
  }))

const toHours = (text: string): Hours => {
  const [opens, closes] = text.split('-')
  return opens === undefined || closes === undefined ? null : [opens, closes]
}

const toCalendar = (calendar: PackCalendar): OpeningCalendar => ({
  center: calendar.center,
  validFrom: calendar.valid_from,
  validTo: calendar.valid_to,
  weekdays: toHours(calendar.weekdays),
  saturday: toHours(calendar.saturday),
  sunday: toHours(calendar.sunday),
  holidays: toHours(calendar.holidays),
})

const toAgreements = (agreement: PackAgreement, members: readonly string[]): readonly Agreement[] =>
  (agreement.centers === 'all_members' ? members : agreement.centers).map(center => ({
    code: agreement.code,
    measureSet: agreement.measure_set,
    center,
    validFrom: agreement.valid_from,
    validTo: agreement.valid_to,
    mode: agreement.mode,
    strategy: agreement.strategy,
    due: agreement.due,
    lock: agreement.lock,
    holidayRule: agreement.holiday_rule,
  }))

/** Who reports under a pack that passed every rule. An agreement with all members becomes one of each of them. */
export const buildRegistry = ({ codelists, members }: EditionPack): Registry => {
  const centers = codelists.codelists.flatMap(list => (list.kind === 'centers' ? list.items : []))
  const regions = codelists.codelists.flatMap(list => (list.kind === 'regions' ? list.items : []))
  const memberCodes = [...new Set(members.members.map(({ center }) => center))]
  return {
    centers: centers.map(toCenter),
    regions: regions.map((region): Region => ({
      code: region.code,
      nameKo: region.ko,
      nameEn: region.en,
      iso: region.iso_3166_2,
      validFrom: region.valid_from,
      validTo: region.valid_to,
      successor: region.successor,
    })),
    centerRegions: centers.flatMap(toCenterRegions),
    memberships: members.members.map(({ center, member_from, member_to, trial }) => ({
      center,
      memberFrom: member_from,
      memberTo: member_to,
      isTrial: trial,
    })),
    calendars: members.calendars.map(toCalendar),
    agreements: members.agreements.flatMap(agreement => toAgreements(agreement, memberCodes)),
  }
}
