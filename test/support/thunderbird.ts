import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Marionette, marionette } from './marionette.ts'

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

interface Reader {
  readonly name: string
  readonly address: string
}

/** What a user would have set up: a mailbox, a way to send, and the calendar that it brings along. */
const preferences = (folder: string, { name, address }: Reader, smtpPort: number, port: number) => ({
  'mail.accountmanager.accounts': 'account1',
  'mail.accountmanager.defaultaccount': 'account1',
  'mail.account.account1.identities': 'id1',
  'mail.account.account1.server': 'server1',
  'mail.identity.id1.fullName': name,
  'mail.identity.id1.useremail': address,
  'mail.identity.id1.valid': true,
  'mail.identity.id1.smtpServer': 'smtp1',
  'mail.identity.id1.fcc': false,
  'mail.server.server1.type': 'pop3',
  'mail.server.server1.hostname': '127.0.0.1',
  'mail.server.server1.userName': 'reader',
  'mail.server.server1.directory': join(folder, 'Mail', '127.0.0.1'),
  'mail.server.server1.login_at_startup': false,
  'mail.server.server1.check_new_mail': false,
  'mail.smtpservers': 'smtp1',
  'mail.smtp.defaultserver': 'smtp1',
  'mail.smtpserver.smtp1.hostname': '127.0.0.1',
  'mail.smtpserver.smtp1.port': smtpPort,
  'mail.smtpserver.smtp1.authMethod': 1,
  'mail.smtpserver.smtp1.try_ssl': 0,
  'mail.provider.enabled': false,
  'mail.shell.checkDefaultClient': false,
  'mailnews.start_page.enabled': false,
  'mail.in_app_notifications.enabled': false,
  'datareporting.policy.bypassNotification': true,
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'http://127.0.0.1:9',
  'offline.startup_state': 2,
  'marionette.port': port,
})

/** Opens the one mail of the inbox, waits until the bar for invitations offers the button, and presses it. */
const PRESS = `
  const [button] = given;
  const { MailServices } = ChromeUtils.importESModule('resource:///modules/MailServices.sys.mjs');
  const { MailUtils } = ChromeUtils.importESModule('resource:///modules/MailUtils.sys.mjs');
  const { cal } = ChromeUtils.importESModule('resource:///modules/calendar/calUtils.sys.mjs');
  const { setTimeout } = ChromeUtils.importESModule('resource://gre/modules/Timer.sys.mjs');
  const found = async (what, look) => {
    for (let tries = 0; tries < 200; tries += 1) {
      let seen;
      try { seen = await look(); } catch { seen = undefined; }
      if (seen) return seen;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error('there is no ' + what);
  };
  for (const calendar of cal.manager.getCalendars()) {
    calendar.setProperty('disabled', false);
    calendar.setProperty('imip.identity.key', 'id1');
  }
  const inbox = await found('inbox', () => MailServices.accounts.accounts[0].incomingServer.rootFolder
    .getChildNamed('Inbox').QueryInterface(Ci.nsIMsgLocalMailFolder));
  const listener = { QueryInterface: ChromeUtils.generateQI(['nsIUrlListener']), OnStartRunningUrl() {}, OnStopRunningUrl() {} };
  const message = await found('mail', () => {
    try { inbox.getDatabaseWithReparse(listener, null); } catch {}
    return [...inbox.messages][0];
  });
  MailUtils.openMessageInNewWindow(message);
  const pressed = await found(button, () => {
    for (const window of Services.wm.getEnumerator(null)) {
      const shown = window.document.getElementById('messageBrowser')?.contentDocument?.getElementById(button);
      if (shown && !shown.hidden) return shown;
    }
  });
  pressed.doCommand();
  return Services.appinfo.name + ' ' + Services.appinfo.version;`

const speaking = async (port: number): Promise<Marionette> => {
  for (let tries = 0; ; tries += 1)
    try {
      return await marionette(port)
    } catch (thrown) {
      if (tries >= 200) throw thrown
      await pause(200)
    }
}

/**
 * Answers a mail with an invitation as somebody at Debian's Thunderbird does: the mail lies in the inbox, is opened, and a
 * button of its bar is pressed; the answer leaves by SMTP to the port. Ends once `isAnswered`. Gives the program's version.
 */
export const answerInThunderbird = async (
  raw: Buffer,
  reader: Reader,
  { button, smtpPort, isAnswered }: { button: string; smtpPort: number; isAnswered: () => Promise<boolean> },
): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'kentongan-mail-client-'))
  const port = await freePort()
  await mkdir(join(folder, 'Mail', '127.0.0.1'), { recursive: true })
  const lines = Object.entries(preferences(folder, reader, smtpPort, port)).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  )
  await writeFile(join(folder, 'user.js'), lines.join('\n'))
  const body = raw
    .toString('latin1')
    .replaceAll('\r\n', '\n')
    .replaceAll(/^From /gm, '>From ')
  await writeFile(join(folder, 'Mail', '127.0.0.1', 'Inbox'), `From - Sat Nov 28 02:00:00 2026\n${body}\n`, 'latin1')
  const client = spawn(
    'thunderbird',
    ['--headless', '--marionette', '--remote-allow-system-access', '-no-remote', '-profile', folder],
    { stdio: 'ignore', env: { ...process.env, HOME: folder, MOZ_HEADLESS: '1' } },
  )
  try {
    const speaks = await speaking(port)
    const version = String(await speaks.run(PRESS, button))
    while (!(await isAnswered())) await pause(100)
    speaks.close()
    return version
  } finally {
    client.kill('SIGKILL')
    await once(client, 'exit')
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}
