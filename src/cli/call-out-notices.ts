import type { Environment } from '../../config/environment.ts'
import { Unavailable } from '../errors.ts'
import { noticeShown } from '../main/call-out-needs.ts'
import type { Installation } from '../main/installation.ts'
import { linkOf } from '../main/post-office.ts'
import { publishedUrl } from '../main/published-url.ts'
import { mayRead } from '../store/call-out-views.ts'
import { noticesOf } from '../store/notice-views.ts'
import { COMMAND_LINE } from './call-out-acts.ts'
import type { Run } from './run.ts'

/** More than one call-out calls; a page of the route is as long. */
const PAGE = 10_000

/** The base of links; null, and said so, while no service listens that would know its port. */
const publicUrlIfKnown = (run: Run, environment: Environment): string | null => {
  try {
    return publishedUrl(environment)
  } catch (thrown) {
    if (!(thrown instanceof Unavailable)) throw thrown
    run.tell(`links are shown as {link}. ${thrown.message}`)
    return null
  }
}

/** Without a base the text keeps its placeholder. */
const linkOn = (base: string | null, linkKey: Buffer, serial: string): string =>
  base === null ? '{link}' : linkOf(base, linkKey, BigInt(serial))

/** Every notice with its text and working link, in the order in which they were planned; null without such a call-out. */
export const allNotices = async (run: Run, { database, seal, configuration }: Installation, callOutId: string) => {
  if (!(await mayRead(database, COMMAND_LINE, callOutId))) return null
  const base = publicUrlIfKnown(run, configuration.environment)
  const linkKey = seal.key('links')
  const notices: ReturnType<typeof noticeShown>[] = []
  for (let after: string | null = null; ; ) {
    const page = await noticesOf(database, { callOutId }, { limit: PAGE, after })
    for (const notice of page) notices.push(noticeShown(notice, linkOn(base, linkKey, notice.serial)))
    if (page.length < PAGE) return notices
    after = page.at(-1)?.serial ?? null
  }
}
