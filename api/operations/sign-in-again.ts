import type { SignIn, StrongSignIn } from '../../schema/domain/centers/strong-sign-in.js'
import { issue, type Issue } from '../../schema/domain/issue.js'

/** What to do about a sign-in that is too old, too weak, or that the token says nothing of (RFC 9470 gives client programs the same words). */
export function signInAgain(signIn: SignIn | undefined, { maxAgeSeconds, acr }: StrongSignIn): Issue {
  const minutes = Math.floor(maxAgeSeconds / 60)
  const age = signIn?.ageSeconds ?? null
  const ways = acr === null ? '' : ` acr_values=${acr.join(' ')}`
  return issue({
    code: 'SIGN_IN_AGAIN',
    messageKo: `승인을 부탁하거나 승인하거나 보내는 일은 ${minutes}분 안에 다시 로그인한 사람만 할 수 있습니다. 로그인 화면을 다시 열어(max_age=${maxAgeSeconds}${ways}) 본인을 확인하고, 새 토큰으로 같은 요청을 보내십시오.`,
    messageEn: `Only a person who signed in within the last ${minutes} minutes hands over for approval, approves or sends. Sign in again (max_age=${maxAgeSeconds}${ways}) and send the same request with the new token.`,
    expected: `auth_time within ${maxAgeSeconds} s${acr === null ? '' : `, acr one of ${acr.join(', ')}`}`,
    got: `auth_time ${age === null ? 'absent' : `${age} s ago`}, acr ${signIn?.acr == null ? 'absent' : 'given'}`,
  })
}
