# The most that a role of the account's environments can ever do, whatever its policies say: the calls of Chime SDK messaging
# and what they need, in app instances of this account. Meetings and phone numbers, which cost money, are not among them.
resource "aws_iam_policy" "boundary" {
  name        = "boundary-of-chime-roles"
  description = "The most that the roles of Chime SDK messaging can do."
  policy      = jsonencode(local.boundary)
}
