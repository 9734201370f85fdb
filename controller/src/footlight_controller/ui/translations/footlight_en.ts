<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ActivityPage</name>
    <message numerus="yes">
        <source>Reading… %Ln line(s) so far</source>
        <translation>
            <numerusform>Reading… %Ln line so far</numerusform>
            <numerusform>Reading… %Ln lines so far</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s), and no older ones</source>
        <translation>
            <numerusform>%Ln line, and no older ones</numerusform>
            <numerusform>%Ln lines, and no older ones</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s); older ones come as you scroll</source>
        <translation>
            <numerusform>%Ln line; older ones come as you scroll</numerusform>
            <numerusform>%Ln lines; older ones come as you scroll</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) are offline, and what was done there is missing: {}</source>
        <translation>
            <numerusform>%n player is offline, and what was done there is missing: {}</numerusform>
            <numerusform>%n players are offline, and what was done there is missing: {}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AlertExporter</name>
    <message numerus="yes">
        <source>%Ln alert(s) written</source>
        <translation>
            <numerusform>%Ln alert written</numerusform>
            <numerusform>%Ln alerts written</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AlertNotes</name>
    <message numerus="yes">
        <source>%n player(s) need attention: {}</source>
        <translation>
            <numerusform>%n player needs attention: {}</numerusform>
            <numerusform>%n players need attention: {}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) are well again</source>
        <translation>
            <numerusform>%n player is well again</numerusform>
            <numerusform>%n players are well again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AlertStrip</name>
    <message numerus="yes">
        <source>{}, and %Ln more</source>
        <translation>
            <numerusform>{}, and %Ln more</numerusform>
            <numerusform>{}, and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ArrangedModel</name>
    <message numerus="yes">
        <source>first of %n player(s) in {}</source>
        <translation>
            <numerusform>first of %n player in {}</numerusform>
            <numerusform>first of %n players in {}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Asking</name>
    <message numerus="yes">
        <source>Giving the files to %n player(s)…</source>
        <translation>
            <numerusform>Giving the files to %n player…</numerusform>
            <numerusform>Giving the files to %n players…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pausing %n player(s)…</source>
        <translation>
            <numerusform>Pausing %n player…</numerusform>
            <numerusform>Pausing %n players…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Resuming %n player(s)…</source>
        <translation>
            <numerusform>Resuming %n player…</numerusform>
            <numerusform>Resuming %n players…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopping %n player(s)…</source>
        <translation>
            <numerusform>Stopping %n player…</numerusform>
            <numerusform>Stopping %n players…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Setting the volume of %n player(s)…</source>
        <translation>
            <numerusform>Setting the volume of %n player…</numerusform>
            <numerusform>Setting the volume of %n players…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Unmuting %n player(s)…</source>
        <translation>
            <numerusform>Unmuting %n player…</numerusform>
            <numerusform>Unmuting %n players…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Muting %n player(s)…</source>
        <translation>
            <numerusform>Muting %n player…</numerusform>
            <numerusform>Muting %n players…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Identifying %n player(s)…</source>
        <translation>
            <numerusform>Identifying %n player…</numerusform>
            <numerusform>Identifying %n players…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Moving %n player(s)…</source>
        <translation>
            <numerusform>Moving %n player…</numerusform>
            <numerusform>Moving %n players…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restarting %n player(s)…</source>
        <translation>
            <numerusform>Restarting %n player…</numerusform>
            <numerusform>Restarting %n players…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Asking %n player(s)…</source>
        <translation>
            <numerusform>Asking %n player…</numerusform>
            <numerusform>Asking %n players…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AvailabilityTab</name>
    <message numerus="yes">
        <source>Asking players… {} of %Ln</source>
        <translation>
            <numerusform>Asking players… {} of %Ln</numerusform>
            <numerusform>Asking players… {} of %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Measuring… {} of %Ln player(s)</source>
        <translation>
            <numerusform>Measuring… {} of %Ln player</numerusform>
            <numerusform>Measuring… {} of %Ln players</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln player(s)</source>
        <translation>
            <numerusform>%Ln player</numerusform>
            <numerusform>%Ln players</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be asked: {}</source>
        <translation>
            <numerusform>%Ln could not be asked: {}</numerusform>
            <numerusform>%Ln could not be asked: {}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BackupSheet</name>
    <message numerus="yes">
        <source>At least %n character(s).</source>
        <translation>
            <numerusform>At least %n character.</numerusform>
            <numerusform>At least %n characters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BehindPlayers</name>
    <message numerus="yes">
        <source>And %n more</source>
        <translation>
            <numerusform>And %n more</numerusform>
            <numerusform>And %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Bell</name>
    <message numerus="yes">
        <source>Notifications, %n unread</source>
        <translation>
            <numerusform>Notifications, %n unread</numerusform>
            <numerusform>Notifications, %n unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChannelCard</name>
    <message numerus="yes">
        <source>%Ln notice(s) wait to be sent.</source>
        <translation>
            <numerusform>%Ln notice waits to be sent.</numerusform>
            <numerusform>%Ln notices wait to be sent.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Commander</name>
    <message numerus="yes">
        <source>%n player(s) refused</source>
        <translation>
            <numerusform>%n player refused</numerusform>
            <numerusform>%n players refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) are in the list already</source>
        <translation>
            <numerusform>%n player is in the list already</numerusform>
            <numerusform>%n players are in the list already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) added</source>
        <translation>
            <numerusform>%n player added</numerusform>
            <numerusform>%n players added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) are not waited for</source>
        <translation>
            <numerusform>%n player is not waited for</numerusform>
            <numerusform>%n players are not waited for</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) removed</source>
        <translation>
            <numerusform>%n player removed</numerusform>
            <numerusform>%n players removed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) could not be removed</source>
        <translation>
            <numerusform>%n player could not be removed</numerusform>
            <numerusform>%n players could not be removed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DiscoveredPage</name>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Show %n more</numerusform>
            <numerusform>Show %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fit(s)</source>
        <translation>
            <numerusform>%n fits</numerusform>
            <numerusform>%n fit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add these %n</source>
        <translation>
            <numerusform>Add this one</numerusform>
            <numerusform>Add these %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message numerus="yes">
        <source>%n line(s) of activity written</source>
        <translation>
            <numerusform>%n line of activity written</numerusform>
            <numerusform>%n lines of activity written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) did not answer; their lines are missing.</source>
        <translation>
            <numerusform>%n player did not answer; its lines are missing.</numerusform>
            <numerusform>%n players did not answer; their lines are missing.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Finds</name>
    <message numerus="yes">
        <source>%n player(s) found</source>
        <translation>
            <numerusform>%n player found</numerusform>
            <numerusform>%n players found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupBar</name>
    <message numerus="yes">
        <source>%n player(s) selected</source>
        <translation>
            <numerusform>%n player selected</numerusform>
            <numerusform>%n players selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupMenu</name>
    <message numerus="yes">
        <source>Commands for %n player(s)</source>
        <translation>
            <numerusform>Commands for %n player</numerusform>
            <numerusform>Commands for %n players</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s)</source>
        <translation>
            <numerusform>%n player</numerusform>
            <numerusform>%n players</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupNote</name>
    <message numerus="yes">
        <source>{done} of %n player(s) {words}</source>
        <translation>
            <numerusform>{done} of %n player {words}</numerusform>
            <numerusform>{done} of %n players {words}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) {}</source>
        <translation>
            <numerusform>%n player {}</numerusform>
            <numerusform>%n players {}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Layers</name>
    <message numerus="yes">
        <source>%Ln open file(s)</source>
        <translation>
            <numerusform>%Ln open file</numerusform>
            <numerusform>%Ln open files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln dropped</source>
        <translation>
            <numerusform>%Ln dropped</numerusform>
            <numerusform>%Ln dropped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) of item</source>
        <translation>
            <numerusform>%Ln change of item</numerusform>
            <numerusform>%Ln changes of item</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LogFoot</name>
    <message numerus="yes">
        <source>%Ln new line(s)</source>
        <translation>
            <numerusform>%Ln new line</numerusform>
            <numerusform>%Ln new lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Logs</name>
    <message numerus="yes">
        <source>%Ln line(s) were dropped here: too many at once.</source>
        <translation>
            <numerusform>%Ln line was dropped here: too many at once.</numerusform>
            <numerusform>%Ln lines were dropped here: too many at once.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paused. %Ln new line(s) wait.</source>
        <translation>
            <numerusform>Paused. %Ln new line waits.</numerusform>
            <numerusform>Paused. %Ln new lines wait.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>+%n line(s)</source>
        <translation>
            <numerusform>+%n line</numerusform>
            <numerusform>+%n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n address(es) copied</source>
        <translation>
            <numerusform>%n address copied</numerusform>
            <numerusform>%n addresses copied</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MonitoringPage</name>
    <message numerus="yes">
        <source>%n of %n player(s) are hidden by the filter.</source>
        <translation>
            <numerusform>%n of %n player is hidden by the filter.</numerusform>
            <numerusform>%n of %n players are hidden by the filter.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) of {} were found on this network.</source>
        <translation>
            <numerusform>%n player of {} was found on this network.</numerusform>
            <numerusform>%n players of {} were found on this network.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more wait(s) on Discovered.</source>
        <translation>
            <numerusform>%n more waits on Discovered.</numerusform>
            <numerusform>%n more wait on Discovered.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NavButton</name>
    <message numerus="yes">
        <source>{}, %n waiting</source>
        <translation>
            <numerusform>{}, %n waiting</numerusform>
            <numerusform>{}, %n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Newcomers</name>
    <message numerus="yes">
        <source>%n player(s) added</source>
        <translation>
            <numerusform>%n player added</numerusform>
            <numerusform>%n players added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) ignored</source>
        <translation>
            <numerusform>%n player ignored</numerusform>
            <numerusform>%n players ignored</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) shown again</source>
        <translation>
            <numerusform>%n player shown again</numerusform>
            <numerusform>%n players shown again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) show their name</source>
        <translation>
            <numerusform>%n player shows its name</numerusform>
            <numerusform>%n players show their name</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) refused</source>
        <translation>
            <numerusform>%n player refused</numerusform>
            <numerusform>%n players refused</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Notebook</name>
    <message numerus="yes">
        <source>%Ln times: {}</source>
        <translation>
            <numerusform>Once: {}</numerusform>
            <numerusform>%Ln times: {}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Notes</name>
    <message numerus="yes">
        <source>%n player(s) restarted</source>
        <translation>
            <numerusform>%n player restarted</numerusform>
            <numerusform>%n players restarted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) are online</source>
        <translation>
            <numerusform>%n player is online</numerusform>
            <numerusform>%n players are online</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) restart</source>
        <translation>
            <numerusform>%n player restarts</numerusform>
            <numerusform>%n players restart</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) went offline</source>
        <translation>
            <numerusform>%n player went offline</numerusform>
            <numerusform>%n players went offline</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{} controls %n player(s) too</source>
        <translation>
            <numerusform>{} controls %n player too</numerusform>
            <numerusform>{} controls %n players too</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) started playing</source>
        <translation>
            <numerusform>%n player started playing</numerusform>
            <numerusform>%n players started playing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) had an item break</source>
        <translation>
            <numerusform>%n player had an item break</numerusform>
            <numerusform>%n players had an item break</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) skipped an item</source>
        <translation>
            <numerusform>%n player skipped an item</numerusform>
            <numerusform>%n players skipped an item</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) were cut off</source>
        <translation>
            <numerusform>%n player was cut off</numerusform>
            <numerusform>%n players were cut off</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) lost a part of their history</source>
        <translation>
            <numerusform>%n player lost a part of its history</numerusform>
            <numerusform>%n players lost a part of their history</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) refused</source>
        <translation>
            <numerusform>%n player refused</numerusform>
            <numerusform>%n players refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s): {}</source>
        <translation>
            <numerusform>%n player: {}</numerusform>
            <numerusform>%n players: {}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) did not do what {} asked for</source>
        <translation>
            <numerusform>%n player did not do what {} asked for</numerusform>
            <numerusform>%n players did not do what {} asked for</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OpenTab</name>
    <message numerus="yes">
        <source>Show %Ln more</source>
        <translation>
            <numerusform>Show %Ln more</numerusform>
            <numerusform>Show %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln alert(s) open</source>
        <translation>
            <numerusform>%Ln alert open</numerusform>
            <numerusform>%Ln alerts open</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{}, %Ln of them not acknowledged</source>
        <translation>
            <numerusform>{}, %Ln of them not acknowledged</numerusform>
            <numerusform>{}, %Ln of them not acknowledged</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PastTab</name>
    <message numerus="yes">
        <source>Reading… %Ln alert(s) so far</source>
        <translation>
            <numerusform>Reading… %Ln alert so far</numerusform>
            <numerusform>Reading… %Ln alerts so far</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln alert(s), and no older ones</source>
        <translation>
            <numerusform>%Ln alert, and no older ones</numerusform>
            <numerusform>%Ln alerts, and no older ones</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln alert(s); older ones come as you scroll</source>
        <translation>
            <numerusform>%Ln alert; older ones come as you scroll</numerusform>
            <numerusform>%Ln alerts; older ones come as you scroll</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Playing</name>
    <message numerus="yes">
        <source>Play on %n player(s)</source>
        <translation>
            <numerusform>Play on %n player</numerusform>
            <numerusform>Play on %n players</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProofTab</name>
    <message numerus="yes">
        <source>Asking players… {} of %Ln</source>
        <translation>
            <numerusform>Asking players… {} of %Ln</numerusform>
            <numerusform>Asking players… {} of %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln player(s)</source>
        <translation>
            <numerusform>%Ln player</numerusform>
            <numerusform>%Ln players</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Requests</name>
    <message numerus="yes">
        <source>Stop %n player(s)?</source>
        <translation>
            <numerusform>Stop %n player?</numerusform>
            <numerusform>Stop %n players?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restart %n player(s)?</source>
        <translation>
            <numerusform>Restart %n player?</numerusform>
            <numerusform>Restart %n players?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n player(s)?</source>
        <translation>
            <numerusform>Remove %n player?</numerusform>
            <numerusform>Remove %n players?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %n player(s) to an area</source>
        <translation>
            <numerusform>Move %n player to an area</numerusform>
            <numerusform>Move %n players to an area</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add %n player(s)?</source>
        <translation>
            <numerusform>Add %n player?</numerusform>
            <numerusform>Add %n players?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message numerus="yes">
        <source>%n line(s) written</source>
        <translation>
            <numerusform>%n line written</numerusform>
            <numerusform>%n lines written</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SiteSection</name>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n member</numerusform>
            <numerusform>%n members</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Story</name>
    <message numerus="yes">
        <source>The player lost %n event(s) of its history: {}</source>
        <translation>
            <numerusform>The player lost %n event of its history: {}</numerusform>
            <numerusform>The player lost %n events of its history: {}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TeamPage</name>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Show %n more</numerusform>
            <numerusform>Show %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimelinePage</name>
    <message numerus="yes">
        <source>Fetching what %n player(s) remember…</source>
        <translation>
            <numerusform>Fetching what %n player remembers…</numerusform>
            <numerusform>Fetching what %n players remember…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimelineTab</name>
    <message numerus="yes">
        <source>%Ln thing(s) that happened in this time, the newest first</source>
        <translation>
            <numerusform>%Ln thing happened in this time</numerusform>
            <numerusform>%Ln things happened in this time, the newest first</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TitleBar</name>
    <message numerus="yes">
        <source>{} of %n player(s) online</source>
        <translation>
            <numerusform>{} of %n player online</numerusform>
            <numerusform>{} of %n players online</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message numerus="yes">
        <source>{} of %n player(s) online</source>
        <translation>
            <numerusform>{} of %n player online</numerusform>
            <numerusform>{} of %n players online</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) need attention</source>
        <translation>
            <numerusform>%n player needs attention</numerusform>
            <numerusform>%n players need attention</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UnknownStrip</name>
    <message numerus="yes">
        <source>Not known, and in none of the sums: {} of %n player(s) ({}).</source>
        <translation>
            <numerusform>Not known, and in none of the sums: {} of %n player ({}).</numerusform>
            <numerusform>Not known, and in none of the sums: {} of %n players ({}).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) could not be asked.</source>
        <translation>
            <numerusform>%n player could not be asked.</numerusform>
            <numerusform>%n players could not be asked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not known: {} of %n player(s)</source>
        <translation>
            <numerusform>Not known: {} of %n player</numerusform>
            <numerusform>Not known: {} of %n players</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) can be asked now</source>
        <translation>
            <numerusform>%n player can be asked now</numerusform>
            <numerusform>%n players can be asked now</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{} and %n more</source>
        <translation>
            <numerusform>{} and %n more</numerusform>
            <numerusform>{} and %n more</numerusform>
        </translation>
    </message>
</context>
</TS>
