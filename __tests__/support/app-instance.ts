// The app instance of the good inputs, for constructs.
import { AppInstance } from "../../lib";
import { appInstanceArn } from "./inputs";

export const appInstance = AppInstance.fromArn(appInstanceArn);
