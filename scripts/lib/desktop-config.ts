import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The notification server of the virtual desktop. Nothing vanishes by itself (a test or a picture decides when),
 * nothing is merged or hidden, and buttons are shown. `pickScript` stands in for the menu that a right click opens.
 */
function dunstConfig(pickScript: string): string {
  return `[global]
    monitor = 0
    follow = none
    width = (280, 380)
    height = 220
    origin = top-right
    offset = 16x48
    notification_limit = 20
    indicate_hidden = no
    stack_duplicates = false
    hide_duplicate_count = true
    sort = no
    idle_threshold = 0
    show_age_threshold = -1
    font = DejaVu Sans 10
    markup = full
    format = "<b>%s</b>\\n%b"
    word_wrap = yes
    ignore_newline = no
    show_indicators = no
    min_icon_size = 32
    max_icon_size = 48
    padding = 12
    horizontal_padding = 14
    frame_width = 1
    frame_color = "#4b6bfb"
    separator_height = 2
    corner_radius = 8
    sticky_history = no
    dmenu = ${pickScript}
    mouse_left_click = do_action
    mouse_middle_click = close_current
    mouse_right_click = context

[urgency_low]
    background = "#1f2430"
    foreground = "#e6e9f0"
    timeout = 0
[urgency_normal]
    background = "#1f2430"
    foreground = "#e6e9f0"
    timeout = 0
[urgency_critical]
    background = "#3a1d24"
    foreground = "#ffffff"
    frame_color = "#ff5d73"
    timeout = 0
`;
}

/**
 * Gets the menu's lines on stdin, answers with the first one that holds the wanted words, and notes what it answered.
 * It takes the words away as it reads them: a menu that opens late presses nothing a second time.
 */
function pickScript({ wanted, pressed }: ButtonFiles): string {
  return `#!/bin/sh
mv "${wanted}" "${wanted}.taken" || exit 0
choice=$(grep --fixed-strings --max-count=1 --file="${wanted}.taken")
printf '%s' "$choice" > "${pressed}.new" && mv "${pressed}.new" "${pressed}"
printf '%s\\n' "$choice"
`;
}

const panelConfig = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="true"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="30"/>
      <property name="icon-size" type="uint" value="22"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-2" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
      <property name="icon-size" type="int" value="22"/>
      <property name="hide-new-items" type="bool" value="false"/>
    </property>
    <property name="plugin-3" type="string" value="clock">
      <property name="mode" type="uint" value="2"/>
      <property name="digital-layout" type="uint" value="3"/>
    </property>
  </property>
</channel>
`;

interface ButtonFiles {
  /** What dunst runs for its menu. */
  script: string;
  /** Words put in here choose the line that the next menu answers with, once. */
  wanted: string;
  /** Holds that line once the menu was asked; empty when none fitted. */
  pressed: string;
}

/** Where the stand-in for dunst's menu lives below an XDG_CONFIG_HOME. */
export function buttonFiles(folder: string): ButtonFiles {
  const script = join(folder, "pick-notification-button");
  return { script, wanted: `${script}.wanted`, pressed: `${script}.pressed` };
}

/** Writes the configuration of the desktop's programs below `folder` (an XDG_CONFIG_HOME). Answers the path of dunst's. */
export function writeDesktopConfig(folder: string): { dunstConfigPath: string } {
  const buttons = buttonFiles(folder);
  writeFileSync(buttons.script, pickScript(buttons), { mode: 0o755 });
  const dunstConfigPath = join(folder, "dunstrc");
  writeFileSync(dunstConfigPath, dunstConfig(buttons.script));
  const panel = join(folder, "xfce4", "xfconf", "xfce-perchannel-xml");
  mkdirSync(panel, { recursive: true });
  writeFileSync(join(panel, "xfce4-panel.xml"), panelConfig);
  return { dunstConfigPath };
}
