"""The index of each database over the words of the documents."""

from django.db import migrations

POSTGRESQL = (
    """ALTER TABLE boards_searchdocument ADD COLUMN vector tsvector GENERATED ALWAYS AS (
         setweight(to_tsvector('simple', title_words), 'A') || setweight(to_tsvector('simple', body_words), 'D')
       ) STORED""",
    "CREATE INDEX search_vector ON boards_searchdocument USING gin (vector)",
)
POSTGRESQL_BACK = (
    "DROP INDEX search_vector",
    "ALTER TABLE boards_searchdocument DROP COLUMN vector",
)
SQLITE = (
    """CREATE VIRTUAL TABLE boards_searchwords USING fts5(
         title, body, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3'
       )""",
    """CREATE TRIGGER search_words_added AFTER INSERT ON boards_searchdocument BEGIN
         INSERT INTO boards_searchwords(rowid, title, body) VALUES (new.id, new.title_words, new.body_words);
       END""",
    """CREATE TRIGGER search_words_changed AFTER UPDATE ON boards_searchdocument BEGIN
         UPDATE boards_searchwords SET title = new.title_words, body = new.body_words WHERE rowid = old.id;
       END""",
    """CREATE TRIGGER search_words_gone AFTER DELETE ON boards_searchdocument BEGIN
         DELETE FROM boards_searchwords WHERE rowid = old.id;
       END""",
)
SQLITE_BACK = (
    "DROP TRIGGER search_words_gone",
    "DROP TRIGGER search_words_changed",
    "DROP TRIGGER search_words_added",
    "DROP TABLE boards_searchwords",
)


def make(apps, schema_editor):
    run(schema_editor, POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def drop(apps, schema_editor):
    run(schema_editor, POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK)


def run(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("boards", "0004_search_documents")]
    operations = [migrations.RunPython(make, drop)]
