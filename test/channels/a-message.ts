import type { OutgoingMessage } from '../../src/channels/channel.ts'

export const aMail = (changes: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  ref: 'n-0001',
  serial: 1n,
  to: 'siti@example.id',
  toName: 'Siti',
  subject: 'Banjir: mohon datang',
  text: 'Banjir di Pangalengan. Balas 1 bila berangkat.',
  synthetic: false,
  mode: 'actual',
  urgent: false,
  ...changes,
})

export const anSms = (changes: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  ...aMail({ to: '+6281234567890', subject: null }),
  ...changes,
})
