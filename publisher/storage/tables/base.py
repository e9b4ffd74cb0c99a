"""What all tables share: one metadata with named constraints, and columns for ids and references."""

from sqlalchemy import Column, ForeignKey, MetaData, String

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def own_id(name: str = "id") -> Column[str]:
    return Column(name, String(26), primary_key=True)


def refers(name: str, target: str, *, nullable: bool = False, unique: bool = False) -> Column[str]:
    return Column(name, String(26), ForeignKey(f"{target}.id"), nullable=nullable, unique=unique)
