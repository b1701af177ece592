// Everything here makes a working page more comfortable; no page needs it.
import { focusErrorSummary } from "./components/errorSummary.js";
import { closeMenusOutside } from "./components/menus.js";
import { guardDoubleSubmits } from "./components/submitOnce.js";
import { enableShareLinks } from "./components/share.js";
import { enableCopyButtons } from "./components/copy.js";
import { warnBeforeLosingWords } from "./components/confirmLeave.js";
import { enableCommuneBoxes } from "./components/communes.js";

focusErrorSummary();
closeMenusOutside();
guardDoubleSubmits();
enableShareLinks();
enableCopyButtons();
warnBeforeLosingWords();
enableCommuneBoxes();
