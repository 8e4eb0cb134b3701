"""Models of a user, which pydantic checks."""

from typing import List, Optional

from pydantic import BaseModel, Field


class User(BaseModel):
    id: int
    name: str = "nobody"
    roles: List[str] = Field(default_factory=list)
    mail: Optional[str] = Field(None, alias="eMail")


class Admin(User):
    level: int = Field(ge=1)
