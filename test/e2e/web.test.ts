/** The extension in the web worker of the browser. */
import { firstDay } from './first-day.ts';

firstDay('web');
