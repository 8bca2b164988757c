"""The keys discord.py cannot read an event or an object without, as its own models show.

`test_needed.py` and `test_objects.py` leave out each key of whatever the sandbox sends, and find
these; when discord.py is renewed, what they find then is to be written here. An id is `*`.
"""

NEEDED = {
    "READY": (
        "application.flags guilds guilds[].id resume_gateway_url session_id user user.avatar "
        "user.discriminator user.id user.username"
    ),
    "GUILD_CREATE": (
        "channels[].available_tags[].emoji_name channels[].available_tags[].id "
        "channels[].available_tags[].name channels[].bitrate channels[].id channels[].name "
        "channels[].permission_overwrites[].id channels[].permission_overwrites[].type "
        "channels[].position channels[].type channels[].user_limit emojis[].id emojis[].name id "
        "members[].flags members[].roles members[].user members[].user.id roles[].id "
        "roles[].name threads[].id threads[].member.flags threads[].member.join_timestamp "
        "threads[].member_count threads[].message_count threads[].name threads[].owner_id "
        "threads[].parent_id threads[].thread_metadata "
        "threads[].thread_metadata.archive_timestamp threads[].thread_metadata.archived "
        "threads[].thread_metadata.auto_archive_duration threads[].type unavailable"
    ),
    "GUILD_MEMBERS_CHUNK": (
        "guild_id members[].flags members[].roles members[].user members[].user.avatar "
        "members[].user.discriminator members[].user.id members[].user.username"
    ),
    "GUILD_ROLE_CREATE": "guild_id role role.id role.name",
    "GUILD_ROLE_UPDATE": "guild_id role role.id role.name",
    "GUILD_MEMBER_ADD": (
        "flags guild_id roles user user.avatar user.discriminator user.id user.username"
    ),
    "GUILD_MEMBER_UPDATE": (
        "guild_id roles user user.avatar user.discriminator user.id user.username"
    ),
    "GUILD_BAN_ADD": "guild_id user user.avatar user.discriminator user.id user.username",
    "GUILD_MEMBER_REMOVE": "guild_id user user.id",
    "GUILD_BAN_REMOVE": "guild_id user user.id",
    "GUILD_ROLE_DELETE": "guild_id role_id",
    "GUILD_EMOJIS_UPDATE": "emojis emojis[].id emojis[].name guild_id",
    "GUILD_UPDATE": "emojis[].id emojis[].name id roles[].id roles[].name",
    "CHANNEL_CREATE": (
        "available_tags[].emoji_name available_tags[].id available_tags[].name bitrate guild_id "
        "id name position type user_limit"
    ),
    "CHANNEL_UPDATE": (
        "available_tags[].emoji_name available_tags[].id available_tags[].name bitrate guild_id "
        "id name permission_overwrites[].id permission_overwrites[].type position user_limit"
    ),
    "INVITE_CREATE": (
        "channel_id code inviter.avatar inviter.discriminator inviter.id inviter.username"
    ),
    "INVITE_DELETE": "channel_id code",
    "CHANNEL_DELETE": "guild_id id",
    "MESSAGE_CREATE": (
        "attachments[].filename attachments[].id attachments[].proxy_url attachments[].size "
        "attachments[].url author author.avatar author.discriminator author.id author.username "
        "channel_id components content embeds embeds[].fields embeds[].fields[].name "
        "embeds[].fields[].value id interaction_metadata.id interaction_metadata.type "
        "interaction_metadata.user interaction_metadata.user.avatar "
        "interaction_metadata.user.discriminator interaction_metadata.user.id "
        "interaction_metadata.user.username mention_roles mentions mentions[].id "
        "mentions[].member.flags mentions[].member.roles message_reference.channel_id "
        "poll.question referenced_message.attachments[].filename "
        "referenced_message.attachments[].id referenced_message.attachments[].proxy_url "
        "referenced_message.attachments[].size referenced_message.attachments[].url "
        "referenced_message.content referenced_message.id referenced_message.type type"
    ),
    "MESSAGE_REACTION_ADD": (
        "channel_id emoji emoji.name guild_id member member.flags member.roles member.user "
        "member.user.avatar member.user.discriminator member.user.id member.user.username "
        "message_id type user_id"
    ),
    "MESSAGE_UPDATE": (
        "attachments[].filename attachments[].id attachments[].proxy_url attachments[].size "
        "attachments[].url author author.id channel_id components content id member.roles "
        "mention_roles mentions poll.question reactions[].emoji reactions[].emoji.name "
        "reactions[].me thread.id type"
    ),
    "MESSAGE_REACTION_REMOVE": "channel_id emoji message_id type user_id",
    "MESSAGE_REACTION_REMOVE_EMOJI": "channel_id emoji message_id",
    "MESSAGE_REACTION_REMOVE_ALL": "channel_id message_id",
    "MESSAGE_POLL_VOTE_ADD": "answer_id channel_id message_id user_id",
    "MESSAGE_POLL_VOTE_REMOVE": "answer_id channel_id message_id user_id",
    "CHANNEL_PINS_UPDATE": "channel_id guild_id last_pin_timestamp",
    "THREAD_CREATE": (
        "guild_id id member.flags member.join_timestamp member_count message_count name "
        "newly_created owner_id parent_id thread_metadata thread_metadata.archive_timestamp "
        "thread_metadata.archived thread_metadata.auto_archive_duration type"
    ),
    "THREAD_MEMBERS_UPDATE": (
        "added_members added_members[].flags added_members[].join_timestamp guild_id id "
        "member_count removed_member_ids"
    ),
    "THREAD_MEMBER_UPDATE": "flags guild_id id join_timestamp",
    "THREAD_UPDATE": "guild_id id parent_id type",
    "THREAD_LIST_SYNC": (
        "guild_id members[].flags members[].join_timestamp threads[].id threads[].member.flags "
        "threads[].member.join_timestamp threads[].member_count threads[].message_count "
        "threads[].name threads[].owner_id threads[].parent_id threads[].thread_metadata "
        "threads[].thread_metadata.archive_timestamp threads[].thread_metadata.archived "
        "threads[].thread_metadata.auto_archive_duration threads[].type"
    ),
    "THREAD_DELETE": "guild_id id parent_id type",
    "MESSAGE_DELETE": "channel_id id",
    "MESSAGE_DELETE_BULK": "channel_id ids",
    "APPLICATION_COMMAND_PERMISSIONS_UPDATE": (
        "application_id guild_id id permissions permissions[].id permissions[].permission "
        "permissions[].type"
    ),
    "INTERACTION_CREATE": (
        "application_id attachment_size_limit channel.id data data.component_type "
        "data.components data.custom_id id member.flags member.roles member.user "
        "member.user.avatar member.user.discriminator member.user.id member.user.username token "
        "type version"
    ),
    "GUILD_DELETE": "id unavailable",
}
# The same of what REST answers to GET; `[].` is each of a list.
NEEDED_OBJECTS = {
    "/users/@me": "avatar discriminator id username",
    "/users/{ada}": "avatar discriminator id username",
    "/oauth2/applications/@me": (
        "bot_public bot_require_code_grant description icon id name owner owner.avatar "
        "owner.discriminator owner.id owner.username verify_key"
    ),
    "/gateway/bot": "session_start_limit shards url",
    "/guilds/{guild}": "emojis[].id emojis[].name id roles[].id roles[].name",
    "/guilds/{guild}?with_counts=1": "emojis[].id emojis[].name id roles[].id roles[].name",
    "/guilds/{guild}/channels": (
        "[].available_tags[].emoji_name [].available_tags[].id [].available_tags[].name "
        "[].bitrate [].id [].name [].position [].type [].user_limit"
    ),
    "/guilds/{guild}/roles": "[].id [].name",
    "/guilds/{guild}/members?limit=10": (
        "[].flags [].roles [].user [].user.avatar [].user.discriminator [].user.id [].user.username"
    ),
    "/guilds/{guild}/members/{ada}": (
        "flags roles user user.avatar user.discriminator user.id user.username"
    ),
    "/guilds/{guild}/threads/active": (
        "members[].flags members[].id members[].join_timestamp threads threads[].id "
        "threads[].member.flags threads[].member.join_timestamp threads[].member_count "
        "threads[].message_count threads[].name threads[].owner_id threads[].parent_id "
        "threads[].thread_metadata threads[].thread_metadata.archive_timestamp "
        "threads[].thread_metadata.archived threads[].thread_metadata.auto_archive_duration "
        "threads[].type"
    ),
    "/channels/{forum}": (
        "available_tags[].emoji_name available_tags[].id available_tags[].name guild_id id name "
        "position type"
    ),
    "/channels/{voice}": "bitrate guild_id id name position type user_limit",
    "/channels/{thread}": (
        "guild_id id member.flags member.join_timestamp member_count message_count name "
        "owner_id parent_id thread_metadata thread_metadata.archive_timestamp "
        "thread_metadata.archived thread_metadata.auto_archive_duration type"
    ),
    "/channels/{dm}": (
        "id recipients[].avatar recipients[].discriminator recipients[].id recipients[].username"
    ),
    "/channels/{general}/messages/{message}": (
        "attachments[].filename attachments[].id attachments[].proxy_url attachments[].size "
        "attachments[].url author author.id components content id mention_roles mentions "
        "reactions[].emoji reactions[].emoji.name reactions[].me thread.id type"
    ),
    "/channels/{general}/messages?limit=5": (
        "[].attachments[].filename [].attachments[].id [].attachments[].proxy_url "
        "[].attachments[].size [].attachments[].url [].author [].author.id [].components "
        "[].content [].id [].mention_roles [].mentions [].message_reference.channel_id "
        "[].poll.question [].reactions[].emoji [].reactions[].emoji.name [].reactions[].me "
        "[].thread.id [].type"
    ),
    "/channels/{general}/messages/pins": (
        "items items[].message items[].message.attachments[].filename "
        "items[].message.attachments[].id items[].message.attachments[].proxy_url "
        "items[].message.attachments[].size items[].message.attachments[].url "
        "items[].message.author items[].message.author.id items[].message.components "
        "items[].message.content items[].message.id items[].message.mention_roles "
        "items[].message.mentions items[].message.reactions[].emoji "
        "items[].message.reactions[].emoji.name items[].message.reactions[].me "
        "items[].message.thread.id items[].message.type items[].pinned_at"
    ),
    "/channels/{general}/messages/{message}/reactions/%E2%9C%85": "[].id",
    "/channels/{general}/messages/{poll}": (
        "author author.id components content id mention_roles mentions poll.question type"
    ),
    "/channels/{general}/polls/{poll}/answers/1": (
        "users users[].avatar users[].discriminator users[].id users[].username"
    ),
    "/applications/{bot}/commands": (
        "[].application_id [].description [].id [].name [].options[].choices[].name "
        "[].options[].choices[].value [].options[].description [].options[].name "
        "[].options[].type"
    ),
}
