import { z } from 'zod'
import { wants } from './zod-faults.ts'

/** What an after-action report may be written as, with the type that it is sent as. */
export const REPORT_TYPES = {
  json: 'application/json; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  html: 'text/html; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
} as const

export type ReportFormat = keyof typeof REPORT_TYPES

const FORMATS = ['json', 'md', 'html', 'csv'] as const satisfies readonly ReportFormat[]

export const reportQuery = z.strictObject({
  format: z.enum(FORMATS, { error: wants(`one of ${FORMATS.join(', ')}`) }).default('json'),
})

/** It names people: nobody keeps a copy on the way, and a page of it runs and fetches nothing. */
export const REPORT_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
}
