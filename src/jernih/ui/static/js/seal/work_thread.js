// The thread in which the work of a sending is done.
import { search } from "./work.js";

addEventListener("message", ({ data }) => postMessage(search(data)));
