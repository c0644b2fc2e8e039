# The environments of the account: the files in environments/ that name it. They share the bucket, the permissions boundary
# and the identity providers of GitHub Actions and GitLab; each has a state and two roles of its own for either.
locals {
  folder = "${path.module}/../../environments"
  files = {
    for file in fileset(local.folder, "*.json") :
    trimsuffix(file, ".json") => jsondecode(trimprefix(file("${local.folder}/${file}"), "\uFEFF"))
    if !startswith(lower(file), "schema")
  }
  environments = { for name, file in local.files : name => file if try(file.account_id == var.account_id, false) }
}

# Checks what the file says before any ARN is made of it, by the rules of the module.
module "environment" {
  source   = "./environment"
  for_each = local.environments

  name                    = each.key
  account_id              = each.value.account_id
  region                  = try(each.value.region, null)
  path                    = try(each.value.path, null)
  name_prefix             = try(each.value.name_prefix, null)
  user_id_tag_key         = try(each.value.user_id_tag_key, null)
  app_instance_id_tag_key = try(each.value.app_instance_id_tag_key, null)
  roles                   = try(each.value.roles, null)
  adopt                   = try(each.value.adopt, null)

  bucket_arn   = aws_s3_bucket.state.arn
  boundary_arn = aws_iam_policy.boundary.arn
  github       = local.github
  gitlab       = local.gitlab
}

locals {
  # Names of one environment that the roles of GitHub Actions of another could change.
  overlaps = local.github == null && local.gitlab == null ? [] : flatten([
    for one, names in module.environment : [
      for other, begin in module.environment : [
        for name in names.names : "environments/${one}.json: \"${name}\" begins like the names of ${other}, \"${begin.names[0]}\": the roles of GitHub Actions of ${other} could change it. Give one of them another name_prefix or path."
        if one != other && startswith(name, begin.names[0])
      ]
    ]
  ])
}

output "environments" {
  description = "What the file of each environment says of its account."
  value = {
    for name, environment in local.environments : name => {
      backend = {
        s3 = {
          bucket              = aws_s3_bucket.state.id
          key                 = "chime-iam/${name}.tfstate"
          region              = var.region
          use_lockfile        = true
          encrypt             = true
          allowed_account_ids = [var.account_id]
        }
      }
      permissions_boundary_arn = aws_iam_policy.boundary.arn
    }
  }
  precondition {
    condition     = length(local.overlaps) == 0
    error_message = join("\n", local.overlaps)
  }
}
