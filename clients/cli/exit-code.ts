import type { Issue } from '../../schema/domain/issue.js'

/** What a scheduler reads off `hub120`. The numbers are part of the contract and never change their meaning. */
export const EXIT = {
  landed: 0,
  fault: 1,
  unreadable: 2,
  needsAttention: 3,
  refused: 4,
  spooled: 5,
  signIn: 6,
  broken: 7,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** A refusal for want of a right is for whoever keeps the clients, like a sign-in that fails; every other is about what was asked. */
export const refusalCode = (issues: readonly Issue[]): ExitCode =>
  issues.some(({ code }) => code === 'FORBIDDEN' || code === 'UNAUTHENTICATED') ? EXIT.signIn : EXIT.refused

/** Of several files the gravest counts: what stops everything before what concerns single rows. */
const GRAVEST_FIRST: readonly ExitCode[] = [EXIT.fault, EXIT.signIn, EXIT.unreadable, EXIT.refused, EXIT.spooled, EXIT.needsAttention]

export const worstOf = (codes: readonly ExitCode[]): ExitCode => GRAVEST_FIRST.find(code => codes.includes(code)) ?? EXIT.landed

export const EXIT_HELP = `
종료 코드 Exit codes
  0  모든 행 반영 · all rows landed
  1  허브나 프로그램의 오류 · fault of the hub or of this program
  2  파일, 선택 사항 또는 설정이 잘못됨 · file, options or settings unreadable
  3  일부 행 보류 또는 거부 · some rows quarantined or rejected
  4  전체 거부, 반영된 행 없음 · refused whole, no row landed
  5  허브에 닿지 않음, 재전송 대기 · hub unreachable, spooled for retry
  6  인증 실패나 권한 없음 · authentication failed, or no right
  7  감사 기록이 온전하지 않음 · audit chain broken (verify)`
