// What the pages do beyond forms and links. Each part works alone; without it the page still does.
import { startFlash } from "./flash.js";
import { startForms } from "./forms.js";
import { startKeys } from "./keys.js";
import { startMenus } from "./menus.js";
import { startSwaps } from "./swaps.js";

startFlash();
startForms();
startKeys();
startMenus();
startSwaps();
