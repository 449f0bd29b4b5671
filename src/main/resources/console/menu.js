// The pages, in the order of the menu.

import * as application from './pages/application.js';
import * as applications from './pages/applications.js';
import * as changes from './pages/changes.js';
import * as links from './pages/links.js';
import * as message from './pages/message.js';
import * as messages from './pages/messages.js';
import * as numbers from './pages/numbers.js';
import * as overview from './pages/overview.js';
import * as routes from './pages/routes.js';
import * as screening from './pages/screening.js';
import * as smscs from './pages/smscs.js';

/** Address, module, name in the menu. All are loaded at once, so that the menu works while the hub is away. */
export const PAGES = [
  [/^\/$/, overview, 'Overview', '/'],
  [/^\/links$/, links, 'Links', '/links'],
  [/^\/smscs$/, smscs, 'SMSCs', '/smscs'],
  [/^\/numbers$/, numbers, 'Numbers', '/numbers'],
  [/^\/messages$/, messages, 'Messages', '/messages'],
  [/^\/messages\/(.+)$/, message, '', ''],
  [/^\/applications$/, applications, 'Applications', '/applications'],
  [/^\/applications\/(.+)$/, application, '', ''],
  [/^\/screening$/, screening, 'Screening', '/screening'],
  [/^\/routes$/, routes, 'Routes', '/routes'],
  [/^\/changes$/, changes, 'Changes', '/changes'],
];
