// The page's own words in every language it speaks; the bot's words are the bot's.

export const WORDS = {
  en: {
    note: 'sandbox, no real money', users: 'Who writes', languages: 'Language',
    title: 'CrystalPAY sandbox', text: 'Break a register and see what the bot says about it.',
    fine: 'Nothing here leaves this computer: Telegram and CrystalPAY are both pretended.',
    works: 'Works', keys: 'Keys refused', slow: 'Slow down (429)', gateway: 'Bad gateway (502)',
    broken: 'Broken answer', silent: 'Does not answer', dropped: 'Connection dropped',
    payment: 'A payment arrives', paid: 'Paid: +25.5 USDT TRC-20. Press Refresh in the chat',
    welcome: 'What can this bot do?', start: 'Start',
    welcomeText: 'It shows the exact balances of CrystalPAY registers. This is a chat with it in a sandbox.',
    input: 'Message', send: 'Send', menu: 'Commands', noMenu: 'The bot has set no commands',
    faults: 'Faults', close: 'Close', copied: 'Copied', edited: 'edited', chat: 'Chat',
    lost: 'No connection to the sandbox, trying again…', typing: 'typing…',
  },
  ru: {
    note: 'песочница, деньги не настоящие', users: 'Кто пишет', languages: 'Язык',
    title: 'Песочница CrystalPAY', text: 'Сломайте кассу и посмотрите, что об этом скажет бот.',
    fine: 'Ничто отсюда не покидает этот компьютер: и Telegram, и CrystalPAY здесь ненастоящие.',
    works: 'Работает', keys: 'Ключи отвергнуты', slow: 'Слишком часто (429)', gateway: 'Плохой шлюз (502)',
    broken: 'Испорченный ответ', silent: 'Не отвечает', dropped: 'Соединение рвётся',
    payment: 'Приходит платёж', paid: 'Оплачено: +25.5 USDT TRC-20. Нажмите «Обновить» в чате',
    welcome: 'Что умеет этот бот?', start: 'Начать',
    welcomeText: 'Показывает точные балансы касс CrystalPAY. Это чат с ним в песочнице.',
    input: 'Сообщение', send: 'Отправить', menu: 'Команды', noMenu: 'Бот не задал команд',
    faults: 'Сбои', close: 'Закрыть', copied: 'Скопировано', edited: 'изменено', chat: 'Чат',
    lost: 'Нет связи с песочницей, пробуем снова…', typing: 'печатает…',
  },
};
