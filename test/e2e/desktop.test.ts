/** The extension in the process beside the tree. */
import { firstDay } from './first-day.ts';

firstDay('node');
