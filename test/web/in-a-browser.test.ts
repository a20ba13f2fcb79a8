// needs: chromium
// Each flow as a person goes through it. One file, since a browser and the modules of the gateway cost several seconds of CPU time.
import './sign-in.ts';
import './account.ts';
import './security.ts';
import './interruptions.ts';
import './keyboard-alone.ts';
import './development-bar.ts';
