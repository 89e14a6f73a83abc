import { onTestFinished } from 'vitest'
import { emailChannel, type MailOptions } from '../../src/channels/email.ts'
import { type Move, type RawSmtp, startRawSmtp } from './raw-smtp.ts'
import { sending } from './sending.ts'

/** A scripted mail server that lives as long as the test. */
export const mailServer = async (script: Readonly<Record<string, Move>> = {}): Promise<RawSmtp> => {
  const smtp = await startRawSmtp(script)
  onTestFinished(() => smtp.close())
  return smtp
}

/** A mail channel with short deadlines that lives as long as the test. */
export const mailChannel = (smtpUrl: string, options: Partial<MailOptions> = {}) => {
  const made = sending(
    emailChannel({
      smtpUrl,
      mailFrom: 'Kentongan <siaga@kentongan.example.id>',
      deadlines: { connectMs: 300, greetingMs: 300, silenceMs: 300, messageMs: 2_000 },
      ...options,
    }),
  )
  onTestFinished(() => made.close())
  return made
}
