"""The one place for what is not verified: choices where Discord is silent or may differ.

Documented limits stand beside the rules that enforce them; only guesses stand here.
"""

from typing import Final

# How long a nonce is remembered, in real seconds; Discord says "the past few minutes".
NONCE_SECONDS: Final = 300.0

# How long a lost gateway session can be resumed; Discord says "a few minutes".
RESUME_SECONDS: Final = 180.0

# How many dispatched events a session keeps for RESUME; Discord gives no number.
REPLAY_EVENTS: Final = 20_000

# Milliseconds between heartbeats asked of the client; Discord's usual figure, not a promise.
HEARTBEAT_MILLISECONDS: Final = 41_250

# A client that misses this many heartbeat intervals is closed with 4009.
HEARTBEAT_GRACE: Final = 1.5

# A client that takes nothing of what waits for it so long is cut off, in real seconds; its session
# can be resumed. Discord only says that slow clients are disconnected.
STALL_SECONDS: Final = 30.0

# How many commands can be created in a day, for all servers together or for one. Discord documents
# 200 a day and server; that an unchanged bulk overwrite creates nothing is documented too, the
# status of the refusal (400, 30034) is not.
COMMANDS_A_DAY: Final = 200

# Discord publishes no limit of any route. What is taken here, by the route's `METHOD /template`:
# a pattern, a name (empty: each route has its own), so many requests, in so many seconds, per
# channel, server or token. Creating messages is often said to be 5 in 5 s. Reactions are 1 in
# 0.25 s with one bucket for adding and removing, as Discord's staff once confirmed. Publishing
# announcements is widely reported to be 10 in an hour for each channel; that headers tell is
# guessed.
BUCKETS: Final = (
    (r"^(PUT|DELETE) .*/reactions", "reactions", 1, 0.25),
    (r"^POST /channels/\{channel_id\}/messages$", "", 5, 5.0),
    (r"^PATCH /channels/\{channel_id\}/messages/", "", 5, 5.0),
    (r" /webhooks/", "webhook", 5, 2.0),
    (r"^POST .*/crosspost$", "", 10, 3600.0),
)
OTHER_BUCKETS: Final = (10, 1.0)

# Addresses of uploaded files are signed and expire, as documented; after how many seconds, by the
# virtual clock, Discord does not say (a day is widely reported), nor how often the same file has
# another address. In embeds and components they are renewed whenever a message is shown.
LINK_SECONDS: Final = 86_400
LINK_STEP_SECONDS: Final = 3_600

# How long the ban for too many invalid requests lasts; Discord says "temporarily".
BAN_SECONDS: Final = 600.0

# A nonce is told in the answer to the request that bore it, and in MESSAGE_CREATE; messages that
# are read later do not bear it, as users of libraries found out.

# A 429 for the global limit comes before the route's bucket is asked, and costs nothing there; the
# limit is a fixed second that begins with the first request.

# A request without the bot's token counts for its address alone: 50 a second in all, whatever the
# route, and as a 401 for the line of invalid requests, beyond which the bot is banned too. Its
# answer has no headers of a bucket.

# How often IDENTIFY is allowed for one key of max_concurrency: 1 in 5 s as documented; one too many
# is answered with op 9 (false). It is only watched over where rate limits are.

# GET /gateway/bot recommends a shard for so many servers.
SERVERS_A_SHARD: Final = 1_000

# A session whose client resumes from a number it was never given is closed with 4007 and forgotten.

# Asking for members without a prefix and without the members intent is answered with an empty
# chunk. A request for members that names neither a prefix with a limit nor ids, or several
# servers, is closed with 4002; one for a server of another shard, or unknown, is not answered.
# That the whole list comes once in 30 s for each server is documented; it is only watched over
# where rate limits are. `not_found` comes where ids were asked for, at most the first hundred.

# Everybody is online all the time, so GUILD_CREATE lists all members for the presences intent
# whatever large_threshold is, and no presence is ever updated.

# An encoding or compression that is not served is closed with 4012.

# A member who comes to see a channel again is told its active threads (THREAD_LIST_SYNC) right
# after the event that brought it about.

# Channels the bot does not see come masked over the gateway, as documented since November 2026:
# what is nulled beside name and overwrites is guessed. When a role or its own roles bring a channel
# into sight, CHANNEL_UPDATE tells it in full, before THREAD_LIST_SYNC; when one takes it away
# nothing but that change is told. A person chooses among the channels they see alone. Channels of a
# deleted category stand outside any, told as CHANNEL_UPDATE.

# A role that is not mentionable is only mentioned by those with Mention Everyone; the words stand
# there all the same. Whether that shows in mention_roles is not documented: here it does.

# Invites expire and are used up by the virtual clock and at once; one that has expired is unknown
# (10006), and no event tells of it. Whoever is in the server already uses nothing up. Members who
# came by a temporary one stay. How long a code is, is guessed.

# Not held against anybody: too many edits of a message older than an hour (30046), too many bans of
# people who are no members (30035), as Discord gives no numbers.

# An interaction whose channel is gone by now can no longer be answered (404, 10003). A message that
# was deleted before an answer changes it is unknown (404, 10008), a deferred answer too.

# Ephemeral answers are told to nobody over the gateway, the bot included.

# Message type of a follow-up to an interaction; the first answer has type 20 or 23.
FOLLOWUP_TYPE: Final = 20

# Asking for the members who used an emoji that is not on the message answers an empty list.
# Taking back a reaction the user does not hold answers 204 when the emoji is on the message,
# and 10014 when it is not; no event is sent in either case.

# An emoji with and without U+FE0F is one reaction; it is shown as it was first written. Every emoji
# of Unicode that the locked library knows is one, be it newer than Discord's, and so is each letter
# for flags by itself; nothing else is. A custom emoji of a server one is not in is unknown (10014),
# save where it stands on the message already.

# A channel of a server the bot has left answers 403 (50001), the server itself 404 (10004).

# Threads archive by the virtual clock: when it moves past a thread's time without messages, the
# thread is archived then, not at the exact instant.

# A thread made from a message begins with a message of type 21 in the thread, told as
# MESSAGE_CREATE.

# In a locked thread that is not archived only those with MANAGE_THREADS can write and edit
# (160005). Messages in an archived thread can still be deleted; where it is locked too, by them
# alone. Commands are not offered in archived threads, and nobody votes in them.

# Who opens an archived thread again by editing it must be in it or manage threads, as the page
# about threads says; that of channels asks for less. The refusal (403, 50013) is guessed.

# Announcement channels hold announcement threads alone, text channels the two other kinds; another
# kind is refused with 400 (50024). A thread that somebody opens beside no message is told of in its
# channel by a message of type 18; one whose name changes, or to which somebody adds or from which
# they take another, gets one of type 4, 1 or 2.

# THREAD_CREATE comes before THREAD_MEMBERS_UPDATE when the bot joins a thread or is added to it,
# and THREAD_MEMBER_UPDATE after THREAD_UPDATE when one it is in is opened again. Whoever leaves a
# server leaves its threads, of which no event tells.

# One post of a forum can be pinned at a time (30047). Only posts can be pinned (400, 50035), and
# one that is archived is no longer. Where a tag is required and moderators alone may give any,
# others are refused with 40066. A tag that its forum has no more may stay on a post.

# Direct messages: their channel can be opened to any person. Writing is refused where there is no
# server in common (403, 50278), where either has blocked the other and where the person takes
# none (403, 50007), even if they wrote first. A channel that is closed comes back with all that
# was in it.

# Every server is a community that has announcement channels. What a kind of channel does not have
# is passed over when it is sent. A channel's usual time until threads are archived is for people's
# clients alone, as documented: a bot's thread has a day where it says nothing.

# Messages of Discord's own are not published (400, 50068). How often a published message may be
# edited (20022), how often direct messages may be opened (40003) and how often a channel may be
# renamed is not published either, and not held against anybody.

# To run a command a member needs VIEW_CHANNEL and USE_APPLICATION_COMMANDS, not SEND_MESSAGES.

# Embeds without EMBED_LINKS and files without ATTACH_FILES are refused with 50013; interaction
# answers need neither, nor do edits.

# Of what Integrations say, a command's own entries replace those for all commands, and so do they
# its default_member_permissions; an entry for all commands that allows somebody does not. A
# channel's entry comes before that for all channels, a user's before a role's, any role that is
# allowed before one that is not, and a role's before everyone's. To set entries one needs Manage
# Server and Manage Roles; whether one may use the command oneself is not looked at. A bot's own PUT
# is refused with 403 (20001).

# To press, choose or submit a member needs to see the message, nothing more.

# A modal can be submitted again until the bot has answered it; then it is closed.

# Components are numbered in the order shown, from 1, where the bot gave no `id`.

# Native polls end by the virtual clock as threads archive: when it moves past their time. The
# counts are exact at once, so there is no time in which a poll has ended and is not final. A poll
# is only ended by its author; another's is refused with 50005. Answers to interactions need no
# Send Polls. A message with a poll is never edited, not even in its flags.

# Slow mode counts virtual time, like all that members do; a member who writes, or opens another
# thread, too soon is refused with 429 (20016). Bots and those with Bypass Slowmode are never too
# fast.

# A blocked user's reaction is refused with 403 (90001), also where the emoji stands already.

# A custom emoji that was deleted is unknown (10014), save that it can be listed, taken back and
# cleared where it stands on a message; there it has no name, as documented for events.

# An emoji of another server asks for Use External Emojis where it is the first of its kind.

# A role made over REST stands right above that of everyone. Nobody can give a role or overwrite a
# permission they do not hold, nor touch roles and members at or above their own highest role.

# Texts of components v2 may show 4000 characters in all; the libraries say so, Discord does not.

# A forum post's tags that are moderated can neither be put on nor taken off without Manage Threads.

# During an outage of a server REST answers 503 for it and its channels. discord.py does not ask
# again after a 503, so a bot meets the outage at once.

# A ban is told first, then that the member went, then the deletions, channel by channel: one as
# MESSAGE_DELETE, more as MESSAGE_DELETE_BULK of at most 100. Reactions of the banned to others'
# messages stay. Banning somebody again changes nothing but deletes again; nobody can ban or kick
# themselves (50013). A bot that is banned is told of its removal, not of the ban. A banned user or
# bot that comes back is refused with 403 (40007).

# A server's settings that are made null take their usual values. A deleted channel that a setting
# points to leaves nothing there, told as GUILD_UPDATE. Only people can own a server.

# A timestamp without a zone is UTC. A multipart body that cannot be taken apart is refused with
# 400 (50035), naming no field.

# An overwrite that stands already may be sent again by somebody who could not set it. One for
# nobody the server knows is refused with 404 (10009), however it is set. Manage Roles is given or
# denied in a channel by administrators alone, and by those a channel's own overwrite gives it to;
# making a channel with overwrites asks for nothing more, as documented. Names of text channels,
# announcement channels, forums and media channels are written small, with dashes for spaces.

# Who puts a channel in a category with its overwrites needs Manage Channels alone.

# A request of which one part is refused changes nothing, and a member changed in several ways is
# told once.

# Flags that nobody can give a message (ephemeral outside interactions among them) are passed over,
# as are those of a deferred answer but ephemeral. A file cannot stand in `attachments` twice. The
# code for two components with one number is guessed. What components show as text calls people as
# the content does, as documented.

# Selects with fewer options than can be chosen are refused. Embeds without anything to see do not
# make a message, beside something else they stay. The type of a bad button's error is guessed.

# Discord's own messages are not edited, pinned or given a thread (403, 50021), nor replied to
# (400, 50035). Members timed out can neither press, vote nor react, where an emoji stands already
# neither; they are refused with 403 (50013).

# Commands for installation by users are offered nowhere, as nobody installs the bot. Those with an
# age restriction are offered in direct messages.
