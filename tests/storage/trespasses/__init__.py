"""Each function of storage, called for the other server with everything that belongs to `mine`."""

from tests.storage.trespasses.articles import ARTICLES
from tests.storage.trespasses.discussions import DISCUSSIONS
from tests.storage.trespasses.polls import POLLS
from tests.storage.trespasses.posts import POSTS

TRESPASSES = ARTICLES | DISCUSSIONS | POSTS | POLLS
