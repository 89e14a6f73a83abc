import type { CertificateNeeds } from '../intake/certificate-routes.ts'
import { reportHtml } from '../wording/report-html.ts'
import { reportMarkdown } from '../wording/report-markdown.ts'
import { certificateChecked, certificatesOf, WHY_NOT_CERTIFIED } from './certificates.ts'
import type { Installation } from './installation.ts'

/** What the routes of certificates need. */
export const certificateNeeds = (installation: Installation): CertificateNeeds => ({
  write: async ({ operator, address, drillId, responderId, format }) => {
    const by = { operatorId: operator.operatorId, address }
    const certified = await certificatesOf(installation, operator, { drillId, responderId }, by)
    if (certified.kind === 'no-such-drill') return certified
    if (certified.kind !== 'issued') return { kind: 'refused', detail: `${WHY_NOT_CERTIFIED[certified.kind]}.` }
    const { page, certificates } = certified
    if (format === 'json') return { kind: 'written', text: JSON.stringify({ drillId, certificates }) }
    return { kind: 'written', text: format === 'html' ? reportHtml(page) : reportMarkdown(page) }
  },
  check: (number) => certificateChecked(installation, number),
})
